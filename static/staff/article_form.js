/* An article's form: asks before it is left with words that are not saved; its steps on a phone. */
(function () {
  "use strict";

  var form = document.getElementById("article_form");
  if (!form) return;
  /* Refused or brought back: what stands in the form has not been saved either. */
  var typed = Boolean(document.querySelector(".errornote"));
  var sending = false;

  function note() {
    typed = true;
  }

  function bodyChanged() {
    var editors = window.CKEDITOR ? window.CKEDITOR.instances : {};
    return Object.keys(editors).some(function (name) { return editors[name].checkDirty(); });
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", function (event) {
    /* A preview opens beside the form, which stays. */
    sending = !event.submitter || event.submitter.formTarget !== "_blank";
  });
  if (window.CKEDITOR) {
    window.CKEDITOR.on("instanceReady", function (event) { event.editor.resetDirty(); });
  }

  /* On a phone the steps that ask first stand behind a button; without a script they all show. */
  var more = document.querySelector(".steps-more");
  if (more && document.getElementById("steps-rest").children.length) {
    more.hidden = false;
    more.addEventListener("click", function () {
      more.setAttribute("aria-expanded", more.getAttribute("aria-expanded") !== "true");
    });
  }

  /* As high as the bar is now, so much stays free below what gets the focus. */
  var bar = document.querySelector(".steps");
  if (bar) new ResizeObserver(function () {
    document.documentElement.style.setProperty("--steps-height", bar.offsetHeight + "px");
  }).observe(bar);

  window.addEventListener("beforeunload", function (event) {
    if (!sending && (typed || bodyChanged())) event.preventDefault();
  });
})();
