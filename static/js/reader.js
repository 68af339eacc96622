// What the reader chose about text size and colours, kept in this browser only, and small comforts.
// Loaded before the page is painted, so that nothing flashes or moves; holds no words of its own.
(function () {
  "use strict";
  var root = document.documentElement;
  var SMALLEST = -1, LARGEST = 4;

  function kept(name) {
    try { return localStorage.getItem(name) || ""; } catch (refused) { return ""; }
  }

  function keep(name, value) {
    try {
      if (value) localStorage.setItem(name, value);
      else localStorage.removeItem(name);
    } catch (refused) { /* It holds for this page all the same. */ }
  }

  function set(name, value) {
    if (value) root.setAttribute("data-" + name, value);
    else root.removeAttribute("data-" + name);
  }

  function size() { return Number(root.getAttribute("data-size")) || 0; }

  function theme() { return root.getAttribute("data-theme") || ""; }

  set("scripted", "yes");
  set("size", /^(-1|[1-4])$/.test(kept("size")) ? kept("size") : "");
  set("theme", /^(light|dark|contrast)$/.test(kept("theme")) ? kept("theme") : "");

  // A choice made in another tab, or before coming back to a page that the browser had kept.
  addEventListener("storage", refresh);
  addEventListener("pageshow", function (event) { if (event.persisted) refresh(); });

  function refresh() {
    set("size", kept("size"));
    set("theme", kept("theme"));
    mark();
  }

  function mark() {
    each("[data-theme]", function (button) {
      if (button !== root) {
        button.setAttribute("aria-pressed", String(button.getAttribute("data-theme") === theme()));
      }
    });
    each("button[data-size]", function (button) {
      var step = Number(button.getAttribute("data-size"));
      var end = step < 0 ? size() <= SMALLEST : step > 0 ? size() >= LARGEST : size() === 0;
      button.setAttribute("aria-disabled", String(end));
    });
  }

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function resize(step) {
    var wanted = step ? Math.min(LARGEST, Math.max(SMALLEST, size() + step)) : 0;
    set("size", wanted ? String(wanted) : "");
    keep("size", wanted ? String(wanted) : "");
    mark();
  }

  function colour(name) {
    set("theme", name);
    keep("theme", name);
    mark();
  }

  function copy(button) {
    var address = button.getAttribute("data-address");
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(address).then(
        function () { say(button); },
        function () { copyByHand(button, address); }
      );
    } else {
      copyByHand(button, address);
    }
  }

  function copyByHand(button, address) {
    // Without https there is no clipboard; this older way still works there.
    var field = document.createElement("textarea");
    field.value = address;
    field.className = "unseen";
    button.parentNode.appendChild(field);
    field.select();
    var copied = document.execCommand("copy");
    field.remove();
    button.focus();
    if (copied) say(button);
  }

  function say(button) {
    var words = button.querySelector("span");
    var before = button.getAttribute("data-before") || words.textContent;
    button.setAttribute("data-before", before);
    button.classList.add("done");
    words.textContent = button.getAttribute("data-done");
    clearTimeout(button.timer);
    button.timer = setTimeout(function () {
      words.textContent = before;
      button.classList.remove("done");
    }, 2500);
  }

  function closeDisplay(except) {
    each("details[data-display][open]", function (panel) {
      if (!panel.contains(except)) panel.open = false;
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button") : null;
    closeDisplay(event.target);
    if (!button) return;
    if (button.hasAttribute("data-size")) resize(Number(button.getAttribute("data-size")));
    else if (button.hasAttribute("data-theme")) colour(button.getAttribute("data-theme"));
    else if (button.hasAttribute("data-address")) copy(button);
  });

  document.addEventListener("focusin", function (event) { closeDisplay(event.target); });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var open = document.querySelector("details[data-display][open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    // What pointing at it unfolded must fold without moving the pointer (WCAG 1.4.13), and the focus
    // must not stay on a link that is folded away.
    each(".menu-sections > li:hover, .menu-sections > li:focus-within", function (item) {
      item.classList.add("folded");
      if (item.contains(document.activeElement)) item.querySelector("a").focus();
    });
  });

  document.addEventListener("pointerout", function (event) { unfold(event); });
  document.addEventListener("focusout", function (event) { unfold(event); });

  function unfold(event) {
    var item = event.target.closest ? event.target.closest(".menu-sections > li") : null;
    if (item && !item.contains(event.relatedTarget)) item.classList.remove("folded");
  }

  // The page is the same for everybody, so its count is asked for; asking counts this reader, who is
  // none yet where the page was only opened in the background or ahead of time.
  function count(place) {
    if (document.visibilityState !== "visible") {
      document.addEventListener("visibilitychange", function () { count(place); }, { once: true });
      return;
    }
    fetch(place.getAttribute("data-reads"), { method: "POST", keepalive: true, credentials: "omit" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (read) {
        if (!read) return;
        place.lastElementChild.textContent = read.shown;
        place.classList.add("counted");
      })
      .catch(function () { /* The page is whole without it. */ });
  }

  document.addEventListener("DOMContentLoaded", function () {
    mark();
    if (window.fetch) each("[data-reads]", count);
  });

  // A table wider than the screen scrolls by itself: the keyboard must reach it. How wide it is, is
  // known only when the style sheet has come.
  window.addEventListener("load", function () {
    each(".body table", function (table) {
      if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    });
  });
})();
