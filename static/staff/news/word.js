/* A Word file for an article's form: sent, read by the server, put into the fields.

   What stands in a field is only replaced when its editor says so, and comes back by one button.
   Words come from data attributes of the page. */
(function () {
  "use strict";

  var root = document.getElementById("word");
  var form = document.getElementById("article_form");
  if (!root || !form || !window.fetch) return;

  var FIELDS = ["title", "lead", "body", "lead_photo"];
  var words = root.dataset;
  var reading = null;
  /* Out of the article's form: its choices are no part of it, and Enter must not save it. */
  var dialog = root.querySelector("[data-word-dialog]");
  document.body.append(dialog);

  function part(name) {
    var selector = "[data-word-" + name + "]";
    return root.querySelector(selector) || dialog.querySelector(selector);
  }

  function asked(name) {
    return dialog.querySelector('[data-word-field="' + name + '"]');
  }

  function shortened(text) {
    text = text.replace(/\s+/g, " ").trim();
    return text.length > 120 ? text.slice(0, 117) + "…" : text;
  }

  /* The fields: what they hold, how it is set, and what it says to people. */

  function area(name) {
    return {
      get: function () { return form.elements[name].value; },
      set: function (value, done) {
        form.elements[name].value = value;
        form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
        done();
      },
      says: function (value) { return value; },
      joined: function (here, there) { return here.trimEnd() + (name === "title" ? " " : "\n") + there; },
    };
  }

  function editor() {
    return window.CKEDITOR && window.CKEDITOR.instances.id_body;
  }

  function text(html) {
    /* Not in this document: what is only looked at loads no picture. */
    var body = new DOMParser().parseFromString(html, "text/html").body;
    body.querySelectorAll("p, li, h2, h3, h4, td, th, figcaption").forEach(function (each) {
      each.append(" ");
    });
    return body.textContent.trim() || (body.querySelector("figure") ? "🖼" : "");
  }

  var body = {
    get: function () { return editor() ? editor().getData() : form.elements.body.value; },
    set: function (value, done) {
      /* `setData` keeps a step before and one after for the editor's own undo. */
      if (editor()) editor().setData(value, done);
      else form.elements.body.value = value;
    },
    says: text,
    joined: function (here, there) { return here + there; },
  };

  var WORDS = ["lead_alt", "lead_caption", "lead_credit"];

  function chooser() {
    return form.elements.lead_photo.closest("[data-photo-chooser]");
  }

  var photo = {
    get: function () {
      var select = form.elements.lead_photo;
      var image = chooser().querySelector(".photo-chooser-preview img");
      var here = { id: select.value, words: {}, thumbnail: image.src, alt: image.alt };
      here.caption = chooser().querySelector(".photo-chooser-words").textContent;
      WORDS.forEach(function (name) { here.words[name] = form.elements[name].value; });
      return here;
    },
    set: function (value, done) {
      window.PhotoLibrary.put(chooser(), value.id ? Object.assign({ credit: "" }, value) : null);
      if (value.words) {
        WORDS.forEach(function (name) { form.elements[name].value = value.words[name]; });
      }
      done();
    },
    says: function (value) { return value && value.id ? value.caption || value.alt || "🖼" : ""; },
  };

  var fields = { title: area("title"), lead: area("lead"), body: body, lead_photo: photo };

  /* Asking and putting */

  function held() {
    var found = {};
    FIELDS.forEach(function (name) { found[name] = fields[name].get(); });
    return found;
  }

  function put(taken, file, choices) {
    var before = held();
    var after = {};
    var changed = FIELDS.filter(function (name) {
      return taken[name] && taken[name] !== before[name] && choices[name] !== "leave";
    });
    changed.forEach(function (name) {
      var there = taken[name];
      if (choices[name] === "behind") there = fields[name].joined(before[name], there);
      fields[name].set(there, function () { after[name] = JSON.stringify(fields[name].get()); });
    });
    tell(taken, file, changed.length ? words.done : words.nothing);
    part("undo").hidden = !changed.length;
    part("undo").onclick = function () { undo(changed, before, after); };
  }

  /* What was written into a field since then stays. */
  function undo(changed, before, after) {
    var kept = [];
    changed.forEach(function (name) {
      if (JSON.stringify(fields[name].get()) === after[name]) {
        fields[name].set(before[name], function () {});
      } else {
        kept.push(asked(name).querySelector("legend").textContent);
      }
    });
    close();
    part("status").textContent = kept.length
      ? words.partly.replace("{fields}", kept.join(", "))
      : words.undone;
    part("choose").focus();
  }

  function ask(taken, file) {
    var here = held();
    var both = FIELDS.filter(function (name) {
      var set = asked(name);
      var mine = fields[name].says(here[name]);
      var theirs = taken[name] ? fields[name].says(taken[name]) : "";
      /* The same words may be marked up otherwise: of a body one is asked all the same. */
      var same = name !== "body" && mine.trim() === theirs.trim();
      set.hidden = !mine.trim() || !theirs.trim() || same;
      set.disabled = set.hidden;
      if (set.hidden) return false;
      set.querySelector("[data-word-here]").textContent = shortened(mine);
      set.querySelector("[data-word-there]").textContent = shortened(theirs);
      set.querySelector('[value="leave"]').checked = true;
      return true;
    });
    if (!both.length) {
      put(taken, file, {});
      return;
    }
    part("file-name").textContent = file;
    part("put").onclick = function () {
      var choices = {};
      both.forEach(function (name) {
        choices[name] = asked(name).querySelector(":checked").value;
      });
      dialog.close("put");
      put(taken, file, choices);
    };
    dialog.onclose = function () {
      if (dialog.returnValue !== "put") tell(taken, file, words.nothing);
      dialog.returnValue = "";
    };
    dialog.showModal();
  }

  /* The report */

  function tell(taken, file, title) {
    part("title").textContent = title.replace("{file}", file);
    part("summary").textContent = taken.summary;
    part("report").replaceChildren();
    taken.report.forEach(function (line) {
      var item = document.createElement("li");
      item.textContent = line.text;
      line.places.forEach(function (place) {
        var quoted = document.createElement("q");
        quoted.textContent = place;
        item.append(" ", quoted);
      });
      part("report").append(item);
    });
    part("lines").hidden = !taken.report.length;
    part("clean").hidden = Boolean(taken.report.length);
    part("told").hidden = false;
    part("told").focus();
    root.scrollIntoView({ block: "nearest" });
  }

  function close() {
    part("told").hidden = true;
    part("undo").hidden = true;
  }

  function fail(sentence) {
    part("error").textContent = sentence;
    part("error").hidden = !sentence;
  }

  /* Sending */

  async function answer(file) {
    var sent = new FormData();
    sent.append("file", file);
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
      if (response.status === 413) return { error: words.large };
      if (response.status !== 200 && response.status !== 400) return { error: words.trouble };
      return await response.json();
    } catch (error) {
      return { error: error instanceof SyntaxError ? words.trouble : words.offline };
    }
  }

  async function send(files) {
    var file = files[0];
    if (!file || reading) return;
    fail("");
    close();
    if (file.size > Number(words.limit)) {
      fail(words.large);
      return;
    }
    reading = file;
    part("choose").setAttribute("aria-disabled", "true");
    root.setAttribute("aria-busy", "true");
    part("status").textContent = words.reading.replace("{file}", file.name);
    var taken = await answer(file);
    reading = null;
    part("choose").removeAttribute("aria-disabled");
    root.removeAttribute("aria-busy");
    part("status").textContent = files.length > 1 ? words.one : "";
    if (taken.error) fail(taken.error);
    else ask(taken, file.name);
  }

  /* The button, and files dragged over the form. Pictures are the editor's own. */

  part("choose").addEventListener("click", function () { if (!reading) part("file").click(); });
  part("file").addEventListener("change", function () {
    var files = Array.from(part("file").files);
    part("file").value = "";
    send(files);
  });
  part("close").addEventListener("click", function () {
    close();
    part("choose").focus();
  });
  part("cancel").addEventListener("click", function () { dialog.close(""); });
  dialog.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    part("put").click();
  });
  /* Nothing chosen here is typed text that leaving the page would lose. */
  ["input", "change"].forEach(function (name) {
    root.addEventListener(name, function (event) { event.stopPropagation(); });
  });

  function isDocument(event) {
    var items = Array.from((event.dataTransfer && event.dataTransfer.items) || []);
    return items.some(function (item) {
      return item.kind === "file" && !/^(image|text|video|audio)\//.test(item.type);
    });
  }

  var zone = part("drop");

  document.addEventListener("dragenter", function (event) {
    if (isDocument(event) && !document.querySelector("dialog[open]")) zone.hidden = false;
  });
  zone.addEventListener("dragover", function (event) {
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  zone.addEventListener("dragleave", function () { zone.hidden = true; });
  zone.addEventListener("drop", function (event) {
    event.preventDefault();
    zone.hidden = true;
    send(Array.from(event.dataTransfer.files));
  });

  root.hidden = false;
})();
