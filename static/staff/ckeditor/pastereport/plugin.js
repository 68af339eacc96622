/* What is pasted or dropped into a body: its pictures go to the library, or are left out and that
   is said; frames become links; headings become those that a body has; what a body cannot look like
   is said. The rest of the cleaning is the server's. */
(function () {
  "use strict";

  var HEADINGS = { h1: "h2", h5: "h4", h6: "h4" };

  function asFile(address, number) {
    var match = /^data:(image\/[a-z0-9.+-]+);base64,([a-z0-9+/=\s]+)$/i.exec(address);
    if (!match) return null;
    var bytes = atob(match[2].replace(/\s+/g, ""));
    var content = new Uint8Array(bytes.length);
    for (var at = 0; at < bytes.length; at += 1) content[at] = bytes.charCodeAt(at);
    var suffix = match[1].replace(/^.*\//, "").replace("jpeg", "jpg").replace(/\+.*$/, "");
    return new File([content], "anh-" + number + "." + suffix, { type: match[1] });
  }

  /* Calls `each` for every element, also where it takes some out; `false` leaves out those within. */
  function walk(parent, each) {
    parent.children.slice().forEach(function (child) {
      if (child.type === CKEDITOR.NODE_ELEMENT && each(child) !== false) walk(child, each);
    });
  }

  function written(fragment) {
    var writer = new CKEDITOR.htmlParser.basicWriter();
    fragment.writeHtml(writer);
    return writer.getHtml();
  }

  /* What is pasted, without pictures that are not of the library; those that came along whole are
     `files`, the others are counted in `lost`. `early` leaves alone what CKEditor's filters for
     Word still need: pictures that the browser would not fetch from anywhere. */
  function withoutPictures(html, early) {
    var fragment = CKEDITOR.htmlParser.fragment.fromHtml(html);
    var files = [];
    var lost = 0;
    walk(fragment, function (element) {
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
    });
    return { html: written(fragment), files: files, lost: lost };
  }

  var LOOKS = /<(?:u|ins|center|iframe|frame|embed|object|video|audio)\b|underline|\balign\b/i;
  var FRAMES = /^(?:iframe|frame|embed|object|video|audio)$/;

  /* The address that a frame or player shows, as the server would take it; "" for none. */
  function shownBy(element) {
    var source = element.find("source", true)[0] || element.find("embed", true)[0];
    var own = element.attributes;
    var address = own.src || own.data || (source && source.attributes.src) || "";
    address = address.trim().replace(/^\/\//, "https://");
    return /^https?:\/\/[^\s/]/i.test(address) ? address : "";
  }

  function linked(address) {
    var paragraph = new CKEDITOR.htmlParser.element("p", {});
    var link = new CKEDITOR.htmlParser.element("a", { href: address });
    link.add(new CKEDITOR.htmlParser.text(CKEDITOR.tools.htmlEncode(address)));
    paragraph.add(link);
    return paragraph;
  }

  /* Mark-up with links in place of frames, and how much of what a body cannot hold is lost. */
  function withoutFrames(html) {
    var lost = { underlined: 0, aligned: 0, linked: 0, frames: 0 };
    var fragment = CKEDITOR.htmlParser.fragment.fromHtml(html);
    walk(fragment, function (element) {
      var name = element.name, style = element.attributes.style || "";
      if (FRAMES.test(name)) {
        var address = shownBy(element);
        lost[address ? "linked" : "frames"] += 1;
        if (address) element.replaceWith(linked(address));
        else element.remove();
        return false;
      }
      if (/^(?:u|ins)$/.test(name) || /text-decoration(?:-line)?\s*:[^;]*underline/i.test(style)) {
        if (name !== "a" && !element.getAscendant("a")) lost.underlined += 1;
      }
      if (!/^(?:table|img|figure|hr)$/.test(name) && (name === "center" ||
          /^(?:center|right)$/i.test(element.attributes.align || "") ||
          /(?:^|[^-\w])text-align\s*:\s*(?:center|right|end)\b/i.test(style))) {
        lost.aligned += 1;
      }
      return true;
    });
    if (lost.linked || lost.frames) html = written(fragment);
    return { html: html, lost: lost };
  }

  /* One message, a line for each. */
  function say(editor, lost) {
    var words = editor.config.pasteMessages;
    var lines = Object.keys(lost).filter(function (name) { return lost[name]; }).map(function (name) {
      return words[name].replace("{count}", lost[name]);
    });
    if (!lines.length) return;
    editor.showNotification(words.heading + "<br>" + lines.join(";<br>") + ".", "warning");
  }

  /* Before anything makes elements of what is pasted, and the browser fetches its pictures. The
     same paste comes again where CKEditor had to load its filters first. */
  function reportLoss(event, editor) {
    var data = event.data;
    if (data.lostPictures !== undefined) return;
    data.lostPictures = 0;
    if (data.dataTransfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_INTERNAL) return;
    if (LOOKS.test(data.dataValue || "")) {
      var rest = withoutFrames(data.dataValue);
      data.dataValue = rest.html;
      say(editor, rest.lost);
    }
    if (!/<img/i.test(data.dataValue || "")) return;
    var cleaned = withoutPictures(data.dataValue, true);
    data.dataValue = cleaned.html;
    data.lostPictures = cleaned.lost;
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
    /* The filter for Google Docs begins again with what was copied: both counted the same. */
    var lost = Math.max(cleaned.lost, data.lostPictures);
    /* A program that copies a picture sends it twice: as a file, and as mark-up that points to it. */
    var taken = files.length ? files : cleaned.files;
    var text = cleaned.html.replace(/<[^>]*>|&nbsp;|\s/g, "");
    data.dataValue = cleaned.html;
    if (taken.length) setTimeout(function () { photos.upload(taken); }, 50);
    else if (lost) {
      photos.editor.showNotification(photos.words.foreign.replace("{count}", lost), "warning");
    }
    if (!text && (taken.length || lost)) event.cancel();
  }

  CKEDITOR.plugins.add("pastereport", {
    requires: "clipboard,photo",
    init: function (editor) {
      /* Else it says that it does not take them. */
      CKEDITOR.plugins.clipboard.addFileMatcher(editor, function (file) {
        return /^image\//.test(file.type);
      });
      editor.on("paste", function (event) { reportLoss(event, editor); }, null, null, 1);
      /* Word's filter begins again with what was copied: frames and pictures of others too. */
      editor.on("pasteFromWord", function (event) {
        var html = withoutFrames(event.data.dataValue).html;
        event.data.dataValue = /<img/i.test(html) ? withoutPictures(html, true).html : html;
      });
      editor.on("paste", function (event) { pasted(event, editor.photos); }, null, null, 900);
    },
  });
})();
