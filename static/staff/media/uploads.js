/* Several pictures sent at once, each with its words: in the chooser's dialog and on the page
   “add photos”. Words come from data attributes of the panel. */
(function () {
  "use strict";

  function size(bytes) {
    var units = ["B", "kB", "MB", "GB"];
    var at = 0;
    while (bytes >= 1024 && at < units.length - 1) {
      bytes /= 1024;
      at += 1;
    }
    return bytes.toLocaleString("vi-VN", { maximumFractionDigits: bytes < 10 && at ? 1 : 0 }) +
      "\u00a0" + units[at];
  }

  function Row(panel, file) {
    this.panel = panel;
    this.file = file;
    this.photo = null;
    var copy = panel.template.content.cloneNode(true);
    this.element = copy.querySelector("[data-upload]");
    panel.number += 1;
    var prefix = panel.prefix + panel.number;
    this.element.querySelectorAll("[data-field]").forEach(function (field) {
      var name = field.dataset.field;
      field.id = prefix + "-" + name;
      var error = this.error(name);
      error.id = field.id + "-error";
      field.setAttribute("aria-describedby", error.id);
      this.element.querySelector('[data-label="' + name + '"]').htmlFor = field.id;
    }, this);
    this.element.querySelector("[data-name]").textContent = file.name + " · " + size(file.size);
    var image = this.element.querySelector("img");
    var address = URL.createObjectURL(file);
    image.addEventListener("load", function () { URL.revokeObjectURL(address); });
    image.addEventListener("error", function () { image.classList.add("is-blank"); });
    image.src = address;
    this.element.querySelector("[data-drop]").addEventListener("click", this.remove.bind(this));
    var use = this.element.querySelector("[data-use]");
    use.hidden = true;
    use.addEventListener("click", function () { panel.choose([this.photo]); }.bind(this));
    panel.list.append(copy);
  }

  Row.prototype.field = function (name) {
    return this.element.querySelector('[data-field="' + name + '"]');
  };

  Row.prototype.error = function (name) {
    return this.element.querySelector('[data-error="' + name + '"]');
  };

  Row.prototype.remove = function () {
    if (this.request) this.request.abort();
    this.element.remove();
    this.panel.rows.splice(this.panel.rows.indexOf(this), 1);
    this.panel.refresh();
    this.panel.input.focus();
  };

  Row.prototype.tell = function (errors) {
    ["file", "alt", "caption", "credit"].forEach(function (name) {
      var told = errors[name] || [];
      this.error(name).textContent = told.join(" ");
      var field = this.field(name);
      if (field) field.setAttribute("aria-invalid", told.length ? "true" : "false");
    }, this);
    var first = ["alt", "caption", "credit"].find(function (name) { return errors[name]; });
    return first ? this.field(first) : null;
  };

  Row.prototype.status = function (text) {
    this.element.querySelector("[data-status]").textContent = text;
  };

  /* Resolves whatever comes of it: the next file is sent all the same. */
  Row.prototype.send = function () {
    var row = this;
    var words = this.panel.words;
    var body = new FormData();
    body.append("file", this.file);
    ["alt", "caption", "credit"].forEach(function (name) {
      body.append(name, row.field(name).value);
    });
    var bar = this.element.querySelector("progress");
    this.tell({});
    this.status(words.sending);
    bar.hidden = false;
    return new Promise(function (resolve) {
      var request = new XMLHttpRequest();
      row.request = request;
      request.open("POST", row.panel.url);
      request.responseType = "json";
      request.setRequestHeader("X-CSRFToken", window.csrfToken(row.panel.words.token));
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.upload.addEventListener("progress", function (event) {
        if (!event.lengthComputable) return;
        bar.value = event.loaded / event.total;
        if (event.loaded === event.total) row.status(words.reading);
      });
      request.addEventListener("loadend", function () {
        row.request = null;
        bar.hidden = true;
        var answer = request.response;
        if (request.status === 200 && answer && answer.photo) row.done(answer);
        else if (request.status === 400 && answer && answer.errors) {
          row.status("");
          row.tell(answer.errors);
        } else {
          row.status("");
          var moved = request.responseURL && !request.responseURL.endsWith(row.panel.url);
          row.tell({ file: [row.panel.trouble(moved ? 403 : request.status)] });
        }
        resolve();
      });
      request.send(body);
    });
  };

  Row.prototype.done = function (answer) {
    var words = this.panel.words;
    this.photo = answer.photo;
    this.known = answer.known;
    this.element.classList.add("is-done");
    this.element.querySelector("[data-drop]").hidden = true;
    ["alt", "caption", "credit"].forEach(function (name) {
      var field = this.field(name);
      field.value = answer.photo[name];
      field.readOnly = true;
    }, this);
    var told = [answer.known ? words.known : words.done].concat(answer.notes);
    this.status(told.join(" "));
    var use = this.element.querySelector("[data-use]");
    use.textContent = answer.known ? words.useKnown : words.use;
    use.hidden = !this.panel.onChoose;
  };

  /* `root` is the panel; `onChoose`, if any, gets the photos that someone wants to use. */
  function Panel(root, onChoose) {
    var panel = this;
    this.root = root;
    this.onChoose = onChoose || null;
    this.words = root.dataset;
    this.url = root.dataset.uploadUrl;
    this.prefix = "upload-" + Math.random().toString(36).slice(2, 8) + "-";
    this.number = 0;
    this.rows = [];
    this.list = root.querySelector("[data-uploads]");
    this.template = root.querySelector("template");
    this.input = root.querySelector('input[type="file"]');
    this.button = root.querySelector("[data-send]");
    this.all = root.querySelector("[data-use-all]");
    this.summary = root.querySelector("[data-summary]");
    this.input.addEventListener("change", function () {
      panel.add(panel.input.files);
      panel.input.value = "";
    });
    this.button.addEventListener("click", function () { panel.send(); });
    if (this.all) this.all.addEventListener("click", function () { panel.choose(panel.photos()); });
    ["dragenter", "dragover"].forEach(function (name) {
      root.addEventListener(name, function (event) {
        event.preventDefault();
        root.classList.add("is-over");
      });
    });
    root.addEventListener("dragleave", function (event) {
      if (!root.contains(event.relatedTarget)) root.classList.remove("is-over");
    });
    root.addEventListener("drop", function (event) {
      event.preventDefault();
      root.classList.remove("is-over");
      panel.add(event.dataTransfer.files);
    });
    this.refresh();
  }

  Panel.prototype.add = function (files) {
    var before = this.rows[this.rows.length - 1];
    Array.from(files).forEach(function (file) {
      var row = new Row(this, file);
      /* Pictures that come together are mostly by one photographer. */
      if (before) row.field("credit").value = before.field("credit").value;
      this.rows.push(row);
    }, this);
    this.refresh();
    var waiting = this.waiting();
    var first = waiting.find(function (row) { return !row.field("alt").value; });
    if (first) first.field("alt").focus();
  };

  Panel.prototype.waiting = function () {
    return this.rows.filter(function (row) { return !row.photo; });
  };

  Panel.prototype.photos = function () {
    return this.rows.filter(function (row) { return row.photo; })
      .map(function (row) { return row.photo; });
  };

  Panel.prototype.trouble = function (status) {
    if (status === 403) return this.words.forbidden;
    if (status === 413) return this.words.large;
    return status === 0 ? this.words.offline : this.words.trouble;
  };

  Panel.prototype.send = async function () {
    var missing = null;
    this.waiting().forEach(function (row) {
      var empty = !row.field("alt").value.trim();
      var field = row.tell(empty ? { alt: [this.words.altMissing] } : {});
      missing = missing || field;
    }, this);
    if (missing) {
      missing.focus();
      return;
    }
    this.button.disabled = true;
    var rows = this.waiting();
    for (var row of rows) if (this.rows.includes(row)) await row.send();
    this.button.disabled = false;
    this.refresh();
    var photos = this.photos();
    var wrong = this.waiting();
    var simple = rows.length === 1 && !wrong.length && !rows[0].known;
    if (this.onChoose && simple && photos.length === 1) this.choose(photos);
    else if (wrong.length) (wrong[0].field("alt")).focus();
    else if (this.all && !this.all.hidden) this.all.focus();
    else if (this.rows.length) {
      var use = this.rows[this.rows.length - 1].element.querySelector("[data-use]");
      if (!use.hidden) use.focus();
    }
  };

  Panel.prototype.choose = function (photos) {
    if (this.onChoose) this.onChoose(photos);
  };

  Panel.prototype.refresh = function () {
    var waiting = this.waiting().length;
    var done = this.photos().length;
    this.button.hidden = !waiting;
    if (this.all) this.all.hidden = !(this.multiple && done > 1 && !waiting);
    this.summary.textContent = done
      ? this.words.summary.replace("{done}", done).replace("{all}", this.rows.length)
      : "";
  };

  Panel.prototype.clear = function () {
    this.rows.slice().forEach(function (row) {
      if (row.request) row.request.abort();
      row.element.remove();
    });
    this.rows = [];
    this.refresh();
  };

  window.PhotoUploads = Panel;

  function start() {
    document.querySelectorAll("[data-upload-page]").forEach(function (root) {
      root.hidden = false;
      var plain = document.querySelector("[data-upload-plain]");
      if (plain) plain.hidden = true;
      new Panel(root, null);
    });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
