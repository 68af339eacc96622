/* Asks for the alternative text of a photo in one place of a text. */
(function () {
  "use strict";

  var number = 0;

  function made(words) {
    var dialog = document.createElement("dialog");
    dialog.className = "photo-alt-dialog";
    dialog.innerHTML =
      '<h2></h2><p><label></label><textarea rows="3" maxlength="300"></textarea></p>' +
      '<p><button type="button" class="button default"></button> ' +
      '<button type="button" class="button"></button></p>';
    var parts = {
      dialog: dialog,
      area: dialog.querySelector("textarea"),
      keep: dialog.querySelectorAll("button")[0],
      cancel: dialog.querySelectorAll("button")[1],
    };
    var title = dialog.querySelector("h2");
    var label = dialog.querySelector("label");
    number += 1;
    title.id = "photo-alt-title-" + number;
    title.textContent = words.alt;
    dialog.setAttribute("aria-labelledby", title.id);
    parts.area.id = label.htmlFor = "photo-alt-" + number;
    label.textContent = words.altLong;
    parts.keep.textContent = words.altSave;
    parts.cancel.textContent = words.altCancel;
    return parts;
  }

  window.PhotoAlt = {
    /* Resolves to the text, empty for the photo's own, or to null when nothing is to change. `own`
       promises the photo's own text, which stands in the empty field. */
    ask: function (words, value, own) {
      var parts = made(words);
      var answer = null;
      parts.area.value = value;
      own.then(function (text) { parts.area.placeholder = text; });
      return new Promise(function (resolve) {
        parts.keep.addEventListener("click", function () {
          answer = parts.area.value.replace(/\s+/g, " ").trim();
          parts.dialog.close();
        });
        parts.cancel.addEventListener("click", function () { parts.dialog.close(); });
        parts.dialog.addEventListener("close", function () {
          parts.dialog.remove();
          resolve(answer);
        });
        document.body.append(parts.dialog);
        parts.dialog.showModal();
        parts.area.focus();
      });
    },
  };
})();
