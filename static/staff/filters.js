/* The filters of a list are open beside its rows, and folded where they stand above them. */
(function () {
  "use strict";

  var filters = document.querySelector(".filters");
  var beside = window.matchMedia("(min-width: 768px)");

  function fit() {
    filters.open = beside.matches;
  }

  fit();
  beside.addEventListener("change", fit);
})();
