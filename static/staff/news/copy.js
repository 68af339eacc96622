/* A button that copies what stands in a field. Without https there is no clipboard: it is selected. */
(function () {
  "use strict";

  document.querySelectorAll("[data-copies]").forEach(function (button) {
    var field = document.getElementById(button.dataset.copies);
    var words = button.textContent;
    button.hidden = false;
    field.addEventListener("focus", function () { field.select(); });
    button.addEventListener("click", function () {
      field.select();
      var copied = navigator.clipboard
        ? navigator.clipboard.writeText(field.value)
        : Promise.resolve(document.execCommand("copy"));
      copied.then(function () {
        button.textContent = button.dataset.done;
        setTimeout(function () { button.textContent = words; }, 2500);
      }, function () { /* it is selected */ });
    });
  });
})();
