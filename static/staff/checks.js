/* Beside an article's form: what its saved text should be looked over for, once the form is there. */
(function () {
  "use strict";

  var place = document.getElementById("checks");
  if (!place) return;

  fetch(place.dataset.url, { credentials: "same-origin" })
    .then(function (answer) { return answer.ok ? answer.text() : ""; })
    .then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").getElementById("checks-found");
      if (found) place.replaceChildren(document.importNode(found, true));
    })
    .catch(function () { /* the link to the page stays */ });
})();
