/* Beside an article's form: what its saved text should be looked over for, once the form is there.
   A remark leads to its words, in a field or within the editor, and selects them; nothing that it
   does changes the text. Words that were changed meanwhile are looked for by themselves, and said
   to be gone when they are. */
(function () {
  "use strict";

  var place = document.getElementById("checks");
  var form = document.getElementById("article_form");
  if (!place) return;

  /* What is not seen is no help in finding: editors turn spaces into others. */
  var UNSEEN = /[\s\p{Cf}]/u;
  var PARTS = { "no-caption": ".caption", "no-credit": ".credit" };
  var ELEMENTS = { a: "a[href]", figure: "figure", heading: "h2, h3, h4", table: "table" };

  function seen(text) {
    var letters = [], at = [];
    for (var index = 0; index < text.length; index += 1) {
      if (UNSEEN.test(text[index])) continue;
      letters.push(text[index]);
      at.push(index);
    }
    return { letters: letters.join(""), at: at };
  }

  /* From where to where in the text the words stand: best with what stood around them. */
  function found(text, remark) {
    var whole = seen(text);
    var words = seen(remark.words).letters;
    var before = seen(remark.before || "").letters, behind = seen(remark.behind || "").letters;
    var tries = [[before, behind], [before, ""], ["", behind], ["", ""]];
    for (var number = 0; number < tries.length; number += 1) {
      var sought = tries[number][0] + words + tries[number][1];
      var start = sought ? whole.letters.indexOf(sought) : -1;
      if (start < 0) continue;
      var first = start + tries[number][0].length, last = first + words.length;
      /* Spaces and the like, at the ends too: all that stands between their neighbours. */
      var open = !words || UNSEEN.test(remark.words[0]);
      var close = !words || UNSEEN.test(remark.words[remark.words.length - 1]);
      return {
        start: open ? (first ? whole.at[first - 1] + 1 : 0) : whole.at[first],
        end: close ? (last < whole.at.length ? whole.at[last] : text.length) : whole.at[last - 1] + 1,
      };
    }
    return null;
  }

  /* A box to type in */

  function inBox(box, remark) {
    var where = remark.words ? found(box.value, remark) : { start: 0, end: box.value.length };
    if (!where) return false;
    box.focus({ preventScroll: true });
    box.setSelectionRange(where.start, where.end);
    if (box.scrollHeight > box.clientHeight) {
      box.scrollTop = (box.scrollHeight * where.start) / box.value.length - box.clientHeight / 2;
    }
    box.scrollIntoView({ block: "center" });
    return true;
  }

  /* The editor */

  function texts(root) {
    var walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    var nodes = [], whole = "";
    while (walker.nextNode()) {
      nodes.push({ node: walker.currentNode, start: whole.length });
      whole += walker.currentNode.data;
    }
    return { nodes: nodes, whole: whole };
  }

  /* The node in which that character stands, and where in it. */
  function point(nodes, offset) {
    for (var index = nodes.length - 1; index >= 0; index -= 1) {
      if (nodes[index].start <= offset) {
        return { node: nodes[index].node, offset: offset - nodes[index].start };
      }
    }
    return null;
  }

  function rangeOf(root, remark) {
    var text = texts(root);
    var where = found(text.whole, remark);
    if (!where || !text.nodes.length) return null;
    var start = point(text.nodes, where.start), end = point(text.nodes, Math.max(where.end - 1, 0));
    var range = root.ownerDocument.createRange();
    range.setStart(start.node, start.offset);
    if (where.end > where.start) range.setEnd(end.node, end.offset + 1);
    return range;
  }

  function element(root, remark) {
    var all = Array.from(root.querySelectorAll(ELEMENTS[remark.element] || "nothing"));
    var words = seen(remark.words).letters;
    function has(each) { return Boolean(each) && seen(each.textContent).letters.includes(words); }
    var there = all[Number(remark.number)];
    /* A photo may be named by its number or its alternative text, which stand in no text. */
    if (has(there) || (there && remark.element === "figure")) return there;
    return all.find(has);
  }

  function inEditor(editor, remark) {
    var root = editor.editable().$, range = null, figure = null;
    if (remark.element) {
      var there = element(root, remark);
      if (there && remark.element === "figure") figure = there;
      else if (there) {
        range = root.ownerDocument.createRange();
        range.selectNodeContents(there);
      }
    } else if (remark.words) {
      range = rangeOf(root, remark);
    }
    if (!figure && !range && (remark.words || remark.element)) return false;
    editor.focus();
    if (figure) {
      var widget = editor.widgets && editor.widgets.getByElement(new CKEDITOR.dom.element(figure));
      var part = PARTS[remark.kind] && figure.querySelector(PARTS[remark.kind]);
      if (part) part.focus();
      else if (widget) widget.focus();
    } else if (range) {
      var caption = (range.startContainer.parentElement || root).closest(".cke_widget_editable");
      if (caption) caption.focus();
      editor.window.$.getSelection().setBaseAndExtent(
        range.startContainer, range.startOffset, range.endContainer, range.endOffset
      );
    }
    scroll(editor, (figure || range || root).getBoundingClientRect());
    return true;
  }

  /* The editor is as tall as its text, so the page scrolls, unless it fills the window. */
  function scroll(editor, box) {
    var frame = editor.window.$.frameElement;
    var above = frame ? frame.getBoundingClientRect().top : 0;
    if (box.top < 0 || box.bottom > editor.window.$.innerHeight) {
      editor.window.$.scrollBy(0, box.top - editor.window.$.innerHeight / 3);
      return;
    }
    window.scrollBy(0, above + box.top - window.innerHeight / 3);
  }

  /* Whatever else there is */

  function inRow(link, name) {
    var target = document.getElementById(link.hash.slice(1));
    var row = document.querySelector(".field-" + name) || target;
    if (!row) return false;
    while (row.closest("details:not([open])")) row.closest("details:not([open])").open = true;
    row.scrollIntoView({ block: "center" });
    var inside = row.querySelectorAll("input, select, textarea, button, a[href], [tabindex]");
    var able = Array.from(inside).find(function (each) {
      return each.offsetParent !== null && each.tabIndex >= 0 && !each.disabled;
    });
    if (able) able.focus({ preventScroll: true });
    return true;
  }

  function go(link) {
    var remark = link.dataset;
    var box = form && form.elements[remark.field];
    var editor = window.CKEDITOR && window.CKEDITOR.instances["id_" + remark.field];
    if (editor && editor.status === "ready") return inEditor(editor, remark);
    if (box && box.setSelectionRange && box.offsetParent) return inBox(box, remark);
    return inRow(link, remark.field);
  }

  place.addEventListener("click", function (event) {
    var link = event.target.closest("a.remark");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    var there = go(link);
    link.classList.toggle("remark-gone", !there);
    var said = link.querySelector(".remark-said");
    if (there && said) said.remove();
    if (there || said) return;
    said = document.createElement("strong");
    said.className = "remark-said";
    said.setAttribute("role", "status");
    said.textContent = place.dataset.gone;
    link.append(said);
  });

  fetch(place.dataset.url, { credentials: "same-origin" })
    .then(function (answer) { return answer.ok ? answer.text() : ""; })
    .then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").getElementById("checks-found");
      if (!found) return;
      place.replaceChildren(document.importNode(found, true));
      place.dispatchEvent(new CustomEvent("listed"));
    })
    .catch(function () { /* the link to the page stays */ });
})();
