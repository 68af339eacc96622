/* What stands in the form in TCVN3 or VNI: shown beside its Unicode, and put into the form when its
   editor says so. Nothing is saved by it; what was declined is not offered again for the same text. */
(function () {
  "use strict";

  var place = document.getElementById("checks");
  var form = document.getElementById("article_form");
  var dialog = document.getElementById("convert");
  if (!place || !form || !dialog) return;

  var STORE = "cong-tin-ma-cu", MOST = 100;
  var words = dialog.dataset;
  /* Out of the article's form: its boxes are no part of it, and Enter must not save it. */
  document.body.append(dialog);
  var offer = null, fields = [];

  function part(name) {
    return dialog.querySelector("[data-convert-" + name + "]");
  }

  /* Texts whose conversion was declined, in this browser. */

  function declined() {
    try { return JSON.parse(localStorage.getItem(STORE)) || []; } catch (error) { return []; }
  }

  function decline(text) {
    try {
      localStorage.setItem(STORE, JSON.stringify(declined().concat(text).slice(-MOST)));
    } catch (error) { /* full, or switched off: it is offered again */ }
  }

  /* The form's fields */

  function editor() {
    return window.CKEDITOR && window.CKEDITOR.instances.id_body;
  }

  function get(name) {
    return name === "body" && editor() ? editor().getData() : form.elements[name].value;
  }

  function set(name, value, done) {
    /* `setData` keeps a step before and one after for the editor's own undo. */
    if (name === "body" && editor()) {
      editor().setData(value, done);
      return;
    }
    form.elements[name].value = value;
    form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
    done();
  }

  /* Asking */

  function typed() {
    var texts = new URLSearchParams();
    offer.dataset.fields.split(" ").forEach(function (name) {
      if (form.elements[name]) texts.append(name, get(name));
    });
    return texts;
  }

  async function answer(sent) {
    try {
      var response = await fetch(words.url, {
        method: "POST",
        body: sent,
        credentials: "same-origin",
        headers: {
          "X-CSRFToken": window.csrfToken(form.elements.csrfmiddlewaretoken.value),
          Accept: "application/json",
        },
      });
      if (response.redirected || response.status === 403) return { error: words.session };
      if (response.status !== 200 && response.status !== 400) return { error: words.trouble };
      return await response.json();
    } catch (error) {
      return { error: error instanceof SyntaxError ? words.trouble : words.offline };
    }
  }

  function say(text, button) {
    var said = offer.querySelector("[role=status]") || document.createElement("p");
    said.setAttribute("role", "status");
    said.textContent = text;
    if (button) said.append(" ", button);
    offer.append(said);
  }

  function cells(texts) {
    var row = document.createElement("tr");
    texts.forEach(function (text) {
      var cell = document.createElement("td");
      cell.textContent = text;
      row.append(cell);
    });
    return row;
  }

  async function show() {
    say("");
    var sent = typed(), taken = await answer(sent);
    if (taken.error || !taken.fields.length) {
      say(taken.error || words.nothing);
      return;
    }
    /* Written on meanwhile: what is shown, and taken, is what stands there now. */
    if (typed().toString() !== sent.toString()) return show();
    fields = taken.fields;
    part("notes").replaceChildren(...taken.notes.map(function (note) {
      var item = document.createElement("li");
      item.textContent = note;
      return item;
    }));
    part("notes").hidden = !taken.notes.length;
    part("fields").replaceChildren(...fields.map(function (field) {
      var set = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
      set.querySelector("[data-convert-label]").textContent = field.label;
      set.querySelector("tbody").append(...field.pairs.map(cells));
      set.querySelector("[data-convert-more]").textContent = field.more;
      set.querySelector("[data-convert-more]").hidden = !field.more;
      field.box = set.querySelector("input");
      return set;
    }));
    dialog.showModal();
  }

  function accept() {
    var before = {}, after = {};
    fields.filter(function (field) { return field.box.checked; }).forEach(function (field) {
      before[field.name] = get(field.name);
      set(field.name, field.value, function () { after[field.name] = get(field.name); });
    });
    dialog.close();
    if (!Object.keys(before).length) return;
    var undo = document.createElement("button");
    undo.type = "button";
    undo.className = "button";
    undo.textContent = words.undo;
    undo.addEventListener("click", function () {
      /* What was written since then stays. */
      var kept = Object.keys(before).filter(function (name) {
        if (get(name) !== after[name]) return true;
        set(name, before[name], function () {});
        return false;
      });
      say(kept.length ? words.partly : words.undone);
    });
    say(words.done, undo);
    undo.focus();
  }

  part("accept").addEventListener("click", accept);
  part("refuse").addEventListener("click", function () {
    decline(offer.dataset.legacy);
    offer.hidden = true;
    dialog.close();
  });

  place.addEventListener("listed", function () {
    offer = place.querySelector("[data-legacy]");
    if (!offer || declined().includes(offer.dataset.legacy)) return;
    offer.hidden = false;
    offer.querySelector("button").addEventListener("click", show);
  });
})();
