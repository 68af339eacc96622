/* Words that CKEditor's Vietnamese lacks, and dialogs that offer what a body may hold, no more. */
(function () {
  "use strict";

  /* Lays the words of `extra` over those of CKEditor's own catalogue. */
  function overlay(words, extra) {
    Object.keys(extra).forEach(function (key) {
      if (typeof extra[key] !== "object") words[key] = extra[key];
      else if (words[key]) words[key] = overlay(Object.create(words[key]), extra[key]);
    });
    return words;
  }

  CKEDITOR.plugins.add("wording", {
    /* Before the other plugins make their buttons. */
    beforeInit: function (editor) {
      overlay(editor.lang, editor.config.translations || {});
    },
  });

  CKEDITOR.on("dialogDefinition", function (event) {
    var info = event.data.definition.getContents("info");
    if (event.data.name !== "link" || !info) return;
    function keep(id, values) {
      var field = info.get(id);
      if (!field) return;
      field.items = field.items.filter(function (item) {
        return values.indexOf(item[1] === undefined ? item[0] : item[1]) >= 0;
      });
    }
    keep("linkType", ["url", "email", "tel"]);
    keep("protocol", ["http://", "https://", ""]);
  });
})();
