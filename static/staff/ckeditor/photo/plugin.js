/* Photos of the library in a body: `figure[data-photo]` with its caption and credit.

   The server makes the editor's form of a figure and takes it back to the canonical one; what is
   here keeps that form whole while it is edited. Words come from the editor's configuration. */
(function () {
  "use strict";

  var FIELDS = ["caption", "credit"];

  function lines(text) {
    return text.split("\n").map(CKEDITOR.tools.htmlEncode).join("<br>");
  }

  /* A figure in the editor's form, of a photo as the chooser knows it. */
  function figure(photo) {
    return '<figure class="photo" data-photo="' + photo.id + '">' +
      '<img alt="' + CKEDITOR.tools.htmlEncodeAttr(photo.alt) + '" src="' + CKEDITOR.tools.htmlEncodeAttr(photo.preview) + '">' +
      '<figcaption><div class="caption">' + lines(photo.caption) + "</div>" +
      '<div class="credit">' + lines(photo.credit) + "</div></figcaption></figure>";
  }

  function byClass(element, name) {
    return element.find(function (child) {
      return child.hasClass && child.hasClass(name);
    }, true)[0];
  }

  function plainArea(name, content) {
    var area = new CKEDITOR.htmlParser.element("div", { "class": name });
    if (content) area.setHtml(content.getHtml());
    return area;
  }

  /* The figure with all of its parts and nothing else: `<figure><img><figcaption>…`. */
  function whole(element) {
    var image = element.find("img", true)[0];
    var kept = new CKEDITOR.htmlParser.element("figure", {
      "class": "photo",
      "data-photo": element.attributes["data-photo"],
    });
    if (element.attributes["data-alt"]) kept.attributes["data-alt"] = element.attributes["data-alt"];
    var picture = new CKEDITOR.htmlParser.element("img", {
      alt: (image && image.attributes.alt) || "",
    });
    if (image && image.attributes.src) picture.attributes.src = image.attributes.src;
    var legend = new CKEDITOR.htmlParser.element("figcaption", {});
    FIELDS.forEach(function (name) {
      legend.add(plainArea(name, byClass(element, name)));
    });
    kept.add(picture);
    kept.add(legend);
    return kept;
  }

  function Photos(editor) {
    this.editor = editor;
    this.config = editor.config.photo;
    this.words = this.config.words;
  }

  /* Opens the library; afterwards the caret stands where it stood. Resolves to false where someone
     may not add photos, to null where the library cannot be had. */
  Photos.prototype.library = function (options) {
    var editor = this.editor;
    var selection = editor.getSelection();
    var ranges = selection ? selection.getRanges().map(function (range) {
      return range.clone();
    }) : [];
    function back() {
      editor.focus();
      if (ranges.length) editor.getSelection().selectRanges(ranges);
    }
    return window.PhotoLibrary.open({
      url: this.config.dialog,
      multiple: options.multiple,
      files: options.files,
      onCancel: back,
      onChoose: function (photos) {
        back();
        options.onChoose(photos);
      },
    }).catch(function () {
      editor.showNotification(this.words.closed, "warning");
      return null;
    }.bind(this));
  };

  Photos.prototype.insert = function (photos) {
    var editor = this.editor;
    var inside = editor.widgets.focused || editor.widgets.getByElement(
      editor.getSelection().getStartElement() || editor.editable()
    );
    if (inside) {
      var range = editor.createRange();
      range.moveToPosition(inside.wrapper, CKEDITOR.POSITION_AFTER_END);
      range.select();
    }
    var before = Object.keys(editor.widgets.instances);
    editor.fire("saveSnapshot");
    editor.insertHtml(photos.map(figure).join(""));
    editor.fire("saveSnapshot");
    var made = Object.keys(editor.widgets.instances).filter(function (id) {
      return before.indexOf(id) < 0;
    });
    var last = editor.widgets.instances[made[made.length - 1]];
    if (last) {
      last.editables.caption.focus();
      last.wrapper.scrollIntoView();
    }
  };

  Photos.prototype.choose = function () {
    this.library({ multiple: true, onChoose: this.insert.bind(this) });
  };

  Photos.prototype.change = function (widget) {
    this.library({
      onChoose: function (photos) {
        widget.editor.fire("saveSnapshot");
        /* Caption and credit stay: they were written for this place. */
        FIELDS.forEach(function (name) {
          var area = widget.editables[name];
          var text = photos[0][name];
          if (area && !area.getText().trim() && text) area.setData(lines(text));
        });
        widget.setData({
          photo: String(photos[0].id),
          source: photos[0].preview,
          words: photos[0].alt,
          alt: "",
        });
        widget.editor.fire("saveSnapshot");
        widget.focus();
      },
    });
  };

  Photos.prototype.upload = async function (files) {
    this.editor.showNotification(this.words.uploading, "info", 6000);
    var taken = await this.library({
      multiple: true,
      files: files,
      onChoose: this.insert.bind(this),
    });
    if (taken === false) this.editor.showNotification(this.words.refused, "warning");
  };

  /* Alternative text for this place alone; empty means the photo's own. */
  Photos.prototype.describe = async function (widget) {
    var editor = this.editor;
    var alt = await window.PhotoAlt.ask(this.words, widget.data.alt, this.ownWords(widget));
    editor.focus();
    if (alt !== null) {
      await this.ownWords(widget);
      editor.fire("saveSnapshot");
      widget.setData("alt", alt);
      editor.fire("saveSnapshot");
    }
    widget.focus();
  };

  /* What the library says of the photo; a figure with a text of its own does not bring it along. */
  Photos.prototype.ownWords = async function (widget) {
    if (widget.data.words) return widget.data.words;
    try {
      var response = await fetch(this.config.dialog + widget.data.photo + "/", {
        credentials: "same-origin",
      });
      widget.data.words = (await response.json()).photo.alt;
    } catch (error) {
      widget.data.words = "";
    }
    return widget.data.words;
  };

  Photos.prototype.remove = function (widget) {
    var editor = this.editor;
    editor.fire("saveSnapshot");
    widget.focus();
    editor.widgets.del(widget);
    editor.fire("saveSnapshot");
    editor.focus();
  };

  Photos.prototype.actions = function () {
    return [
      ["change", this.words.change, this.change],
      ["describe", this.words.alt, this.describe],
      ["remove", this.words.remove, this.remove],
    ];
  };

  /* The buttons under a photo; they are not part of the text. */
  Photos.prototype.tools = function (widget) {
    var old = widget.element.findOne(".photo-tools");
    if (old) old.remove();
    var tools = new CKEDITOR.dom.element("div", widget.element.getDocument());
    tools.addClass("photo-tools");
    tools.setAttribute("contenteditable", "false");
    this.actions().forEach(function (action) {
      var button = new CKEDITOR.dom.element("button", widget.element.getDocument());
      button.setAttributes({ type: "button", "data-photo-action": action[0] });
      button.setText(action[1]);
      tools.append(button);
    });
    tools.insertAfter(widget.parts.image);
  };

  function placeholders(widget) {
    FIELDS.forEach(function (name) {
      var area = widget.editables[name];
      if (!area) return;
      var empty = !area.getText().replace(/[\u200b\s]/g, "");
      if (empty !== area.hasClass("is-empty")) area[empty ? "addClass" : "removeClass"]("is-empty");
    });
  }

  function define(photos) {
    var words = photos.words;
    return {
      pathName: words.widget,
      requiredContent: "figure[data-photo]",
      allowedContent:
        "figure(!photo)[!data-photo,data-alt]; img[alt,src]; figcaption; div(!caption); div(!credit)",
      draggable: true,
      parts: { image: "img", caption: ".caption", credit: ".credit" },
      editables: {
        caption: { selector: ".caption", allowedContent: "br", pathName: words.caption },
        credit: { selector: ".credit", allowedContent: "br", pathName: words.credit },
      },
      upcast: function (element) {
        if (element.name !== "figure" || !element.attributes["data-photo"]) return false;
        var full = whole(element);
        element.replaceWith(full);
        return full;
      },
      downcast: whole,
      getLabel: function () {
        return words.widget + ": " + (this.data.alt || this.data.words);
      },
      init: function () {
        var widget = this;
        var image = this.parts.image;
        var own = this.element.getAttribute("data-alt") || "";
        this.setData({
          photo: this.element.getAttribute("data-photo"),
          source: image.getAttribute("src") || "",
          alt: own,
          words: own ? "" : image.getAttribute("alt") || "",
        });
        FIELDS.forEach(function (name) {
          var area = widget.editables[name];
          if (!area) return;
          area.setAttribute("data-placeholder", words[name]);
          area.setAttribute("aria-label", words[name]);
        });
        photos.tools(this);
        placeholders(this);
        this.on("edit", function (event) {
          event.cancel();
          photos.change(widget);
        });
      },
      data: function () {
        var image = this.parts.image;
        this.element.setAttribute("data-photo", this.data.photo);
        if (this.data.alt) this.element.setAttribute("data-alt", this.data.alt);
        else this.element.removeAttribute("data-alt");
        image.setAttribute("alt", this.data.alt || this.data.words || "");
        if (this.data.source) {
          image.setAttributes({ src: this.data.source, "data-cke-saved-src": this.data.source });
        } else {
          image.setAttribute("title", words.gone);
        }
      },
    };
  }

  function listen(editor, photos) {
    editor.on("contentDom", function () {
      var editable = editor.editable();
      editable.attachListener(editable, "click", function (event) {
        var target = event.data.getTarget();
        var button = target.getAscendant("button", true);
        var action = button && button.getAttribute("data-photo-action");
        if (!action) return;
        event.data.preventDefault();
        var widget = editor.widgets.getByElement(button);
        if (widget) photos[action](widget);
      });
      /* A credit is one line: Enter leaves it. */
      editable.attachListener(editable, "keydown", function (event) {
        if (event.data.getKey() !== 13) return;
        var area = creditAt(editor);
        var widget = area && editor.widgets.getByElement(area);
        if (!widget) return;
        event.data.preventDefault();
        event.stop();
        leave(editor, widget);
      }, null, null, 1);
    });
    editor.on("key", function (event) {
      if (event.data.keyCode === 13 && creditAt(editor)) event.cancel();
    }, null, null, 1);
    ["change", "dataReady", "afterInsertHtml"].forEach(function (name) {
      editor.on(name, function () {
        Object.keys(editor.widgets.instances).forEach(function (id) {
          placeholders(editor.widgets.instances[id]);
        });
      });
    });
  }

  function creditAt(editor) {
    var selection = editor.getSelection();
    var start = selection && selection.getStartElement();
    return start && start.getAscendant(function (element) {
      return element.hasClass && element.hasClass("credit");
    }, true);
  }

  /* The caret goes behind the figure, into a paragraph that is there or is made. */
  function leave(editor, widget) {
    var next = widget.wrapper.getNext(function (node) {
      return node.type === CKEDITOR.NODE_ELEMENT;
    });
    if (!next || !next.is("p")) {
      next = new CKEDITOR.dom.element("p", editor.document);
      next.appendBogus();
      next.insertAfter(widget.wrapper);
    }
    var range = editor.createRange();
    range.moveToElementEditStart(next);
    editor.editable().focus();
    range.select();
    editor.fire("saveSnapshot");
  }

  function menus(editor, photos) {
    if (!editor.contextMenu) return;
    editor.addMenuGroup("photo", 5);
    photos.actions().forEach(function (action, order) {
      var command = "photo-" + action[0];
      editor.addCommand(command, {
        exec: function () {
          var widget = editor.widgets.focused ||
            editor.widgets.getByElement(editor.getSelection().getStartElement());
          if (widget) action[2].call(photos, widget);
        },
      });
      editor.addMenuItem(command, {
        label: action[1],
        command: command,
        group: "photo",
        order: order + 1,
      });
    });
    editor.contextMenu.addListener(function (element) {
      var widget = editor.widgets.getByElement(element);
      if (!widget || widget.name !== "photo") return null;
      var shown = {};
      photos.actions().forEach(function (action) {
        shown["photo-" + action[0]] = CKEDITOR.TRISTATE_OFF;
      });
      return shown;
    });
  }

  CKEDITOR.plugins.add("photo", {
    requires: "widget,notification",

    init: function (editor) {
      var photos = new Photos(editor);
      editor.photos = photos;
      editor.widgets.add("photo", define(photos));
      /* In place of the command that the widget system made: there is no dialog of CKEditor's. */
      editor.addCommand("photo", {
        exec: function () {
          var focused = editor.widgets.focused;
          if (focused && focused.name === "photo") photos.change(focused);
          else photos.choose();
        },
        async: true,
      });
      editor.ui.addButton("Photo", {
        label: photos.words.insert,
        command: "photo",
        toolbar: "insert,10",
        icon: this.path + "photo.svg",
      });
      listen(editor, photos);
    },

    afterInit: function (editor) {
      menus(editor, editor.photos);
    },
  });
})();
