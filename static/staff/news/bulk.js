/* One act on many articles: sent one by one, with how far it is. Words come from the form. */
(function () {
  "use strict";

  var form = document.getElementById("bulk");
  if (!form || !window.fetch) return;
  var progress = document.getElementById("bulk-progress");
  var button = form.querySelector("button[type=submit]");
  var running = false;

  function say(text) {
    progress.hidden = false;
    progress.querySelector("span").textContent = text;
  }

  function filled(pattern, values) {
    return values.reduce(function (text, value) { return text.replace("{}", value); }, pattern);
  }

  function waiting() {
    return Array.prototype.map.call(form.querySelectorAll("input[name=bai]"), function (input) {
      return input.value;
    });
  }

  /* Somebody deleted it, or it is none of this person's any more. */
  function isGone(key) {
    var row = document.getElementById("bulk-" + key), said = document.createElement("strong");
    row.className = "bulk-refused";
    row.querySelectorAll("input").forEach(function (input) { input.remove(); });
    said.className = "bulk-said";
    said.textContent = form.dataset.gone;
    row.append(said);
    return false;
  }

  /* What the server answers is this page: of it the row that was asked for, and of a form that it
     refused everything. */
  function one(key) {
    var data = new FormData(form);
    data.append("one", key);
    data.set("csrfmiddlewaretoken", window.csrfToken(form.elements.csrfmiddlewaretoken.value));
    return fetch(form.action, { method: "POST", body: data, credentials: "same-origin" })
      .then(function (answer) {
        if (answer.redirected || answer.status === 403) throw new Error(form.dataset.session);
        if (!answer.ok) throw new Error(form.dataset.lost);
        return answer.text();
      })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        if (!page.getElementById("bulk")) throw new Error(form.dataset.lost);
        var row = page.getElementById("bulk-" + key);
        if (!row) return isGone(key);
        if (!row.className) {
          form.submit();
          return false;
        }
        document.getElementById("bulk-" + key).replaceWith(document.importNode(row, true));
        return row.className === "bulk-done";
      });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (running) return;
    running = true;
    button.disabled = true;
    var keys = waiting(), done = 0, refused = 0;
    var bar = progress.querySelector("progress");
    bar.max = keys.length;

    function next() {
      bar.value = done + refused;
      say(filled(form.dataset.progress, [done, keys.length]));
      if (done + refused === keys.length) return;
      return one(keys[done + refused]).then(function (ok) {
        if (ok) done += 1; else refused += 1;
        return next();
      });
    }

    next()
      .then(function () {
        if (refused) say(progress.textContent.trim() + ". " + filled(form.dataset.refused, [refused]));
        button.hidden = !waiting().length;
      })
      .catch(function (error) {
        say(error instanceof TypeError ? form.dataset.lost : error.message); // no line: a TypeError
      })
      .then(function () {
        running = false;
        button.disabled = false;
        var count = button.querySelector(".bulk-count");
        if (count) count.textContent = "(" + waiting().length + ")";
      });
  });

  window.addEventListener("beforeunload", function (event) {
    if (running) event.preventDefault();
  });
})();
