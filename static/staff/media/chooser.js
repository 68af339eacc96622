/* The photo library in a dialog, for photo fields and for the editor of bodies:
   PhotoLibrary.open({url, multiple, files, onChoose}). Words come from the dialog's data attributes. */
(function () {
  "use strict";

  var WAIT = 250;
  var dialogs = new Map(); // by address: the dialog is fetched once

  function Library(element) {
    var library = this;
    this.element = element;
    this.words = element.dataset;
    this.grid = element.querySelector("[data-grid]");
    this.search = element.querySelector("[data-search]");
    this.status = element.querySelector("[data-status-line]");
    this.older = element.querySelector("[data-older]");
    this.chosen = element.querySelector("[data-chosen]");
    this.button = element.querySelector("[data-choose]");
    this.tabs = Array.from(element.querySelectorAll('[role="tab"]'));
    this.photos = [];
    this.selected = null;
    this.next = null;
    this.asked = 0;

    element.querySelectorAll("[data-close]").forEach(function (button) {
      button.addEventListener("click", function () { element.close(); });
    });
    element.addEventListener("close", function () { library.closed(); });
    element.addEventListener("click", function (event) {
      if (event.target === element) element.close(); // the backdrop
    });
    this.older.addEventListener("click", function () { library.load(true); });
    this.button.addEventListener("click", function () { library.choose([library.selected]); });
    this.grid.addEventListener("click", function (event) {
      var option = event.target.closest('[role="option"]');
      if (option) library.select(option);
    });
    this.grid.addEventListener("dblclick", function (event) {
      if (event.target.closest('[role="option"]')) library.choose([library.selected]);
    });
    this.grid.addEventListener("keydown", function (event) { library.key(event); });
    this.grid.addEventListener("focusin", function (event) {
      var option = event.target.closest('[role="option"]');
      if (option) library.select(option);
    });
    this.listen();
    this.tabs.forEach(function (tab) {
      tab.addEventListener("click", function () { library.show(tab); });
      tab.addEventListener("keydown", function (event) {
        var step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step) return;
        var count = library.tabs.length;
        var other = library.tabs[(library.tabs.indexOf(tab) + step + count) % count];
        library.show(other);
        other.focus();
        event.preventDefault();
      });
    });
    var panel = element.querySelector("[data-upload-url]");
    if (panel) {
      this.uploads = new window.PhotoUploads(panel, function (photos) { library.choose(photos); });
    }
  }

  /* Telex composes: until a letter is complete, the field has not what is meant. */
  Library.prototype.listen = function () {
    var library = this;
    var timer = 0;
    function later() {
      clearTimeout(timer);
      timer = setTimeout(function () { library.load(false); }, WAIT);
    }
    this.search.addEventListener("input", function (event) {
      if (!event.isComposing) later();
    });
    this.search.addEventListener("compositionend", later);
    this.search.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      if (event.key === "Enter") {
        event.preventDefault();
        clearTimeout(timer);
        library.load(false);
      } else if (event.key === "ArrowDown" && library.photos.length) {
        event.preventDefault();
        library.grid.querySelector('[tabindex="0"]').focus();
      }
    });
  };

  Library.prototype.open = function (options) {
    this.options = options;
    this.picked = false;
    this.element.classList.toggle("is-multiple", Boolean(options.multiple));
    if (this.uploads) {
      this.uploads.clear();
      this.uploads.multiple = Boolean(options.multiple);
    }
    if (!this.element.open) this.element.showModal();
    var sending = this.uploads && options.files && options.files.length;
    this.show(this.tabs[sending ? 1 : 0]);
    if (sending) this.uploads.add(options.files);
    else {
      this.search.value = "";
      this.load(false);
      this.search.focus();
    }
  };

  Library.prototype.show = function (tab) {
    this.tabs.forEach(function (each) {
      var on = each === tab;
      each.setAttribute("aria-selected", on ? "true" : "false");
      each.tabIndex = on ? 0 : -1;
      document.getElementById(each.getAttribute("aria-controls")).hidden = !on;
    });
  };

  Library.prototype.say = function (text, link) {
    this.status.textContent = text;
    if (link) {
      var a = document.createElement("a");
      a.href = this.words.loginUrl;
      a.target = "_blank";
      a.textContent = this.words.login;
      this.status.append(" ", a);
    }
  };

  Library.prototype.load = async function (more) {
    this.asked += 1;
    var asked = this.asked;
    var query = new URLSearchParams({ q: this.search.value });
    if (more && this.next) query.set("older_than", this.next);
    this.grid.setAttribute("aria-busy", "true");
    var answer = await ask(this.words.listUrl + "?" + query);
    if (asked !== this.asked) return false; // another search has begun meanwhile
    this.grid.setAttribute("aria-busy", "false");
    if (!answer.photos) {
      this.say(this.words[answer.trouble] || this.words.trouble, answer.trouble === "session");
      return false;
    }
    if (!more) {
      this.grid.replaceChildren();
      this.photos = [];
      this.select(null);
    }
    var first = this.photos.length;
    answer.photos.forEach(this.add, this);
    this.next = answer.older;
    this.older.hidden = !this.next;
    if (!this.grid.querySelector('[tabindex="0"]') && this.grid.firstElementChild) {
      this.grid.firstElementChild.tabIndex = 0;
    }
    var words = this.next ? this.words.more : this.words.count;
    this.say(this.photos.length ? words.replace("{count}", this.photos.length) : this.words.none);
    if (more && document.activeElement === document.body) this.focus(first);
    return true;
  };

  Library.prototype.add = function (photo) {
    var option = document.createElement("li");
    var image = document.createElement("img");
    var words = document.createElement("span");
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.tabIndex = -1;
    option.dataset.photo = photo.id;
    image.src = photo.thumbnail;
    image.alt = "";
    image.loading = "lazy";
    image.width = 160;
    image.height = 120;
    words.textContent = photo.caption.replace(/\s+/g, " ") || photo.alt;
    option.setAttribute("aria-label", words.textContent);
    option.append(image, words);
    this.photos.push(photo);
    this.grid.append(option);
  };

  Library.prototype.select = function (option) {
    this.grid.querySelectorAll('[aria-selected="true"]').forEach(function (each) {
      each.setAttribute("aria-selected", "false");
    });
    this.button.disabled = !option;
    this.chosen.replaceChildren();
    this.selected = null;
    if (!option) return;
    this.grid.querySelectorAll('[tabindex="0"]').forEach(function (each) { each.tabIndex = -1; });
    option.tabIndex = 0;
    option.setAttribute("aria-selected", "true");
    var photo = this.photos[Array.from(this.grid.children).indexOf(option)];
    this.selected = photo;
    [photo.caption || photo.alt, photo.credit, photo.width + " × " + photo.height].forEach(
      function (text) {
        if (!text) return;
        var line = document.createElement("span");
        line.textContent = text;
        this.chosen.append(line);
      },
      this
    );
  };

  Library.prototype.columns = function () {
    var options = Array.from(this.grid.children);
    var top = options.length ? options[0].offsetTop : 0;
    var count = options.findIndex(function (option) { return option.offsetTop !== top; });
    return count < 1 ? options.length : count;
  };

  Library.prototype.focus = function (at) {
    var option = this.grid.children[at];
    if (option) option.focus();
  };

  Library.prototype.key = async function (event) {
    var option = event.target.closest('[role="option"]');
    if (!option) return;
    var options = Array.from(this.grid.children);
    var at = options.indexOf(option);
    var last = options.length - 1;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose([this.selected]);
      return;
    }
    var columns = this.columns();
    var to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at - columns,
      ArrowDown: at + columns,
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0) {
      if (event.key === "ArrowUp") this.search.focus();
      return;
    }
    if (to > last && this.next) {
      if (!(await this.load(true))) return;
    }
    this.focus(Math.min(to, this.grid.children.length - 1));
  };

  Library.prototype.choose = function (photos) {
    photos = photos.filter(Boolean);
    if (!photos.length) return;
    this.picked = true;
    this.element.close();
    this.options.onChoose(photos);
  };

  Library.prototype.closed = function () {
    this.asked += 1;
    if (!this.picked && this.options && this.options.onCancel) this.options.onCancel();
  };

  async function ask(address) {
    try {
      var response = await fetch(address, {
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        credentials: "same-origin",
      });
      if (response.redirected) return { trouble: "session" };
      if (response.status === 403) return { trouble: "forbidden" };
      return await response.json();
    } catch (error) {
      return { trouble: "offline" };
    }
  }

  async function fetched(url) {
    var response = await fetch(url, { credentials: "same-origin" });
    if (response.redirected || !response.ok) throw new Error(response.status);
    var holder = document.createElement("div");
    holder.innerHTML = await response.text();
    var element = holder.querySelector("dialog");
    document.body.append(element);
    return new Library(element);
  }

  window.PhotoLibrary = {
    /* `onChoose` gets a list of photos: one, or several where `multiple`. Rejects when the dialog
       cannot be had: signed out, or no right to see photos. */
    open: async function (options) {
      var library = dialogs.get(options.url);
      if (!library) {
        library = await fetched(options.url);
        dialogs.set(options.url, library);
      }
      if (options.files && options.files.length && !library.uploads) return false;
      library.open(options);
      return true;
    },
  };

  /* Photo fields: everything is delegated, so rows that a formset adds work too. */
  document.documentElement.classList.add("has-photo-chooser");

  var WORDS = ["alt", "caption", "credit"];

  /* The photo's words, into the inputs that `data-fills-caption` and the like name. Where what the
     photo before had brought (`data-caption`) no longer stands, a person has written: it stays. */
  function bring(field, photo) {
    var select = field.querySelector("select");
    var prefix = select.name.slice(0, select.name.lastIndexOf("-") + 1); // of a row of a formset
    WORDS.forEach(function (word) {
      var name = field.getAttribute("data-fills-" + word);
      var input = name && select.form.elements[prefix + name];
      if (!input) return;
      var before = field.getAttribute("data-" + word);
      var words = photo ? photo[word] : "";
      field.setAttribute("data-" + word, words);
      if (input.value.trim() && input.value !== before) return;
      input.value = words;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function put(field, photo) {
    var select = field.querySelector("select");
    var preview = field.querySelector(".photo-chooser-preview");
    var choose = field.querySelector("[data-photo-choose]");
    if (photo) {
      var option = select.querySelector('option[value="' + photo.id + '"]');
      var words = photo.caption.replace(/\s+/g, " ") || photo.alt;
      if (!option) {
        option = new Option(words, photo.id);
        select.append(option);
      }
      preview.querySelector("img").src = photo.thumbnail;
      preview.querySelector("img").alt = photo.alt;
      preview.querySelector(".photo-chooser-words").textContent = words;
    }
    select.value = photo ? String(photo.id) : "";
    bring(field, photo);
    preview.hidden = !photo;
    field.querySelector("[data-photo-remove]").hidden = !photo;
    choose.textContent = photo ? choose.dataset.change : choose.dataset.choose;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function fill(field, photo) {
    put(field, photo);
    field.querySelector("[data-photo-choose]").focus();
  }

  /* For scripts that fill a photo field (or, with null, empty it). */
  window.PhotoLibrary.put = put;

  document.addEventListener("click", function (event) {
    if (!(event.target instanceof Element)) return;
    var button = event.target.closest("[data-photo-choose], [data-photo-remove]");
    if (!button) {
      var label = event.target.closest("label[for]");
      var labelled = label && document.getElementById(label.htmlFor);
      var owner = labelled && labelled.closest("[data-photo-chooser]");
      if (owner) owner.querySelector("[data-photo-choose]").focus();
      return;
    }
    var field = button.closest("[data-photo-chooser]");
    if (button.hasAttribute("data-photo-remove")) {
      fill(field, null);
      return;
    }
    window.PhotoLibrary.open({
      url: field.dataset.dialog,
      onChoose: function (photos) { fill(field, photos[0]); },
    }).catch(function () {
      field.classList.add("is-plain"); // the list and the link still work
    });
  });
})();
