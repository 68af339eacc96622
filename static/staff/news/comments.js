/* Comments beside an article's form: sent by themselves, and the panel shown anew. The article's form
   knows nothing of it: what is half typed there stays, unsaved and unasked. Without this script the
   answer opens in a window of its own. */
(function () {
  "use strict";

  var own = document.getElementById("comments-form");
  if (!own || !window.fetch) return;
  var busy = false;

  function panel() {
    return document.getElementById("comments");
  }

  function box() {
    return panel().querySelector("textarea");
  }

  function say(sentence) {
    var place = panel().querySelector(".comments-error");
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  /* The new panel; what is being written in the old one stays, unless that has just been taken. */
  function show(next, typed, button) {
    var open = panel().querySelector("details[open]");
    var refused = next.querySelector(".errorlist");
    next = document.importNode(next, true);
    panel().replaceWith(next);
    if (open && next.querySelector("details")) next.querySelector("details").open = true;
    if (typed !== null && !refused) box().value = typed;
    if (button.value === "comment") box().focus();
    else next.querySelector("h2").focus();
    document.querySelectorAll("[data-open-comments]").forEach(function (each) {
      var count = Number(next.dataset.count);
      each.hidden = !count;
      each.textContent = each.dataset.openComments.replace("{}", count);
    });
    watch();
  }

  function send(button) {
    var typed = box().value;
    var data = new FormData(own);
    data.set("do", button.value);
    data.set("text", typed);
    busy = true;
    panel().setAttribute("aria-busy", "true");
    fetch(own.action, {
      method: "POST", body: data, credentials: "same-origin",
      headers: { "X-CSRFToken": window.csrfToken(own.elements.csrfmiddlewaretoken.value) },
    }).then(function (answer) {
      if (answer.status === 403 || answer.url.indexOf("/login/") > 0) throw new Error("out");
      if (!answer.ok) throw new Error("trouble");
      return answer.text();
    }).then(function (text) {
      var next = new DOMParser().parseFromString(text, "text/html").getElementById("comments");
      if (!next) throw new Error("out");
      show(next, button.value === "comment" && !next.querySelector(".errorlist") ? null : typed, button);
    }).catch(function (error) {
      say(own.dataset[error.message] || own.dataset.trouble);
    }).finally(function () {
      busy = false;
      panel().removeAttribute("aria-busy");
    });
  }

  own.addEventListener("submit", function (event) {
    event.preventDefault();
    if (!busy && event.submitter) send(event.submitter);
  });

  /* What is written here is no part of the article: its form is not told. */
  function watch() {
    ["input", "change"].forEach(function (name) {
      panel().addEventListener(name, function (event) { event.stopPropagation(); });
    });
  }

  window.addEventListener("beforeunload", function (event) {
    if (box().value.trim()) event.preventDefault();
  });

  watch();
})();
