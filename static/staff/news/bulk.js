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

  /* What the server answers is this page: of it the row that was asked for, and of a form that it
     refused everything. */
  function one(key) {
    var data = new FormData(form);
    data.append("one", key);
    return fetch(form.action, { method: "POST", body: data, credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        return answer.text();
      })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        var row = page.getElementById("bulk-" + key);
        if (!row) throw new Error("no row");
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
        button.hidden = !refused;
      })
      .catch(function () { say(form.dataset.lost); })
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
