/* Photos of the library in a body: `figure[data-photo]` with its caption and credit.

   The server makes the editor's form of a figure and takes it back to the canonical one; what is
   here keeps that form whole while it is edited, and sends pasted pictures to the library. Words
   come from the editor's configuration. */
(function () {
  "use strict";

  var HEADINGS = { h1: "h2", h5: "h4", h6: "h4" };
  var FIELDS = ["caption", "credit"];

  function escaped(text) {
    return CKEDITOR.tools.htmlEncodeAttr(text);
  }

  function lines(text) {
    return text.split("\n").map(CKEDITOR.tools.htmlEncode).join("<br>");
  }

  /* A figure in the editor's form, of a photo as the chooser knows it. */
  function figure(photo) {
    return '<figure class="photo" data-photo="' + photo.id + '">' +
      '<img alt="' + escaped(photo.alt) + '" src="' + escaped(photo.preview) + '">' +
      '<figcaption><div class="caption">' + lines(photo.caption) + "</div>" +
      '<div class="credit">' + lines(photo.credit) + "</div></figcaption></figure>";
  }

  /* Lays the words of `extra` over those of CKEditor's own catalogue. */
  function overlay(words, extra) {
    Object.keys(extra).forEach(function (key) {
      if (typeof extra[key] !== "object") words[key] = extra[key];
      else if (words[key]) words[key] = overlay(Object.create(words[key]), extra[key]);
    });
    return words;
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

  function asFile(address, number) {
    var match = /^data:(image\/[a-z0-9.+-]+);base64,([a-z0-9+/=\s]+)$/i.exec(address);
    if (!match) return null;
    var bytes = atob(match[2].replace(/\s+/g, ""));
    var content = new Uint8Array(bytes.length);
    for (var at = 0; at < bytes.length; at += 1) content[at] = bytes.charCodeAt(at);
    var suffix = match[1].replace(/^.*\//, "").replace("jpeg", "jpg").replace(/\+.*$/, "");
    return new File([content], "anh-" + number + "." + suffix, { type: match[1] });
  }

  /* What is pasted, without pictures that are not of the library; those that came along whole are
     `files`, the others are counted in `lost`. `early` leaves alone what CKEditor's filters for
     Word still need: pictures that the browser would not fetch from anywhere. */
  function withoutPictures(html, early) {
    var fragment = CKEDITOR.htmlParser.fragment.fromHtml(html);
    var files = [];
    var lost = 0;
    fragment.forEach(function (element) {
      if (element.name === "figure" && element.attributes["data-photo"]) return false;
      if (HEADINGS[element.name]) element.name = HEADINGS[element.name];
      if (element.name !== "img" || /\bcke_/.test(element.attributes["class"] || "")) return true;
      var address = element.attributes["data-cke-saved-src"] || element.attributes.src || "";
      if (early && /^(data|file|blob|cid):/i.test(address)) return true;
      var file = asFile(address, files.length + 1);
      if (file) files.push(file);
      else lost += 1;
      element.remove();
      return false;
    }, CKEDITOR.NODE_ELEMENT, true);
    var writer = new CKEDITOR.htmlParser.basicWriter();
    fragment.writeHtml(writer);
    return { html: writer.getHtml(), files: files, lost: lost };
  }

  function Photos(editor) {
    this.editor = editor;
    this.config = editor.config.photo;
    this.words = this.config.words;
  }

  /* Opens the library; afterwards the caret stands where it stood. */
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
      return false;
    });
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
    if (!taken) this.editor.showNotification(this.words.refused, "warning");
  };

  /* Alternative text for this place alone; empty means the photo's own. */
  Photos.prototype.describe = function (widget) {
    var photos = this;
    var words = this.words;
    var editor = this.editor;
    var dialog = document.createElement("dialog");
    dialog.className = "photo-alt-dialog";
    dialog.innerHTML =
      '<h2></h2><p><label></label><textarea rows="3" maxlength="300"></textarea></p>' +
      '<p><button type="button" class="button default"></button> ' +
      '<button type="button" class="button"></button></p>';
    var area = dialog.querySelector("textarea");
    var label = dialog.querySelector("label");
    var buttons = dialog.querySelectorAll("button");
    dialog.querySelector("h2").textContent = words.alt;
    label.textContent = words.altLong;
    area.id = label.htmlFor = "photo-alt-" + widget.id;
    area.value = widget.data.alt;
    area.placeholder = widget.data.words;
    buttons[0].textContent = words.altSave;
    buttons[1].textContent = words.altCancel;
    buttons[0].addEventListener("click", function () {
      editor.fire("saveSnapshot");
      photos.ownWords(widget).then(function () {
        widget.setData("alt", area.value.replace(/\s+/g, " ").trim());
        editor.fire("saveSnapshot");
        dialog.close();
      });
    });
    buttons[1].addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("close", function () {
      dialog.remove();
      editor.focus();
      widget.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
    area.focus();
    this.ownWords(widget).then(function (own) {
      area.placeholder = own;
    });
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
    tools.setAttributes({ contenteditable: "false", "data-cke-photo-tools": "1" });
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

  function widgetOf(editor, element) {
    return editor.widgets.getByElement(element);
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
        var widget = widgetOf(editor, button);
        if (widget) photos[action](widget);
      });
      /* A credit is one line: Enter leaves it. */
      editable.attachListener(editable, "keydown", function (event) {
        if (event.data.getKey() !== 13) return;
        var start = editor.getSelection().getStartElement();
        var area = start && start.getAscendant(function (element) {
          return element.hasClass && element.hasClass("credit");
        }, true);
        var widget = area && widgetOf(editor, area);
        if (!widget) return;
        event.data.preventDefault();
        event.stop();
        leave(editor, widget);
      }, null, null, 1);
    });
    editor.on("key", function (event) {
      if (event.data.keyCode !== 13 || !inCredit(editor)) return;
      event.cancel();
    }, null, null, 1);
    ["change", "dataReady", "afterInsertHtml"].forEach(function (name) {
      editor.on(name, function () {
        Object.keys(editor.widgets.instances).forEach(function (id) {
          placeholders(editor.widgets.instances[id]);
        });
      });
    });
    editor.on("paste", function (event) { arriving(event, editor); }, null, null, 1);
    editor.on("paste", function (event) { pasted(event, photos); }, null, null, 900);
  }

  /* Before anything makes elements of what is pasted, and the browser fetches its pictures. */
  function arriving(event, editor) {
    var data = event.data;
    data.lostPictures = 0;
    if (data.dataTransfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_INTERNAL) return;
    if (!/<img/i.test(data.dataValue || "")) return;
    var cleaned = withoutPictures(data.dataValue, true);
    data.dataValue = cleaned.html;
    data.lostPictures = cleaned.lost;
  }

  function inCredit(editor) {
    var selection = editor.getSelection();
    var start = selection && selection.getStartElement();
    return Boolean(start && start.getAscendant(function (element) {
      return element.hasClass && element.hasClass("credit");
    }, true));
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

  function pasted(event, photos) {
    var data = event.data;
    var transfer = data.dataTransfer;
    if (transfer.getTransferType(photos.editor) === CKEDITOR.DATA_TRANSFER_INTERNAL) return;
    var files = [];
    for (var at = 0; at < transfer.getFilesCount(); at += 1) {
      if (/^image\//.test(transfer.getFile(at).type)) files.push(transfer.getFile(at));
    }
    var cleaned = withoutPictures(data.dataValue || "", false);
    var lost = cleaned.lost + data.lostPictures;
    /* A program that copies a picture sends it twice: as a file, and as mark-up that points to it. */
    var told = files.length ? files : cleaned.files;
    var text = cleaned.html.replace(/<[^>]*>|&nbsp;|\s/g, "");
    data.dataValue = cleaned.html;
    if (told.length) setTimeout(function () { photos.upload(told); }, 50);
    else if (lost) {
      photos.editor.showNotification(photos.words.foreign.replace("{count}", lost), "warning");
    }
    if (!text && (told.length || lost)) event.cancel();
  }

  function menus(editor, photos) {
    if (!editor.contextMenu) return;
    editor.addMenuGroup("photo", 5);
    photos.actions().forEach(function (action, order) {
      var command = "photo-" + action[0];
      editor.addCommand(command, {
        exec: function () {
          var widget = editor.widgets.focused ||
            widgetOf(editor, editor.getSelection().getStartElement());
          if (widget) action[2].call(photos, widget);
        },
      });
      editor.addMenuItem(command, {
        label: action[1],
        command: command,
        group: "photo",
        order: order,
      });
    });
    editor.contextMenu.addListener(function (element) {
      var widget = widgetOf(editor, element);
      if (!widget || widget.name !== "photo") return null;
      var shown = {};
      photos.actions().forEach(function (action) {
        shown["photo-" + action[0]] = CKEDITOR.TRISTATE_OFF;
      });
      return shown;
    });
  }

  CKEDITOR.plugins.add("photo", {
    requires: "widget,notification,clipboard",

    beforeInit: function (editor) {
      overlay(editor.lang, editor.config.lang || {});
    },

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

  /* Dialogs offer what a body may hold, no more. */
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
