/* The desk of a front: its buttons work without leaving the page, and articles can be dragged. What
   happens is decided by the server; each step sends the form and shows the answer in its place. */
(function () {
  "use strict";

  var form = document.getElementById("front-form");
  if (!form) return;
  var said = document.getElementById("front-said");
  var typed = Boolean(document.querySelector("#front .front-unsaved, #front .errornote, .front-conflict"));
  var leaving = false;
  var busy = false;
  var dragged = null;

  function front() {
    return document.getElementById("front");
  }

  /* Where the focus goes once the answer stands there: the same button, or what is nearest. */
  function refocus(act, place) {
    var key = act.split(":")[1];
    var places = ['[name="do"][value="' + act + '"]:not(:disabled)'];
    if (/^(up|down|to)/.test(act)) {
      places.push('[value="up:' + key + '"]:not(:disabled)', '[value="down:' + key + '"]:not(:disabled)');
    }
    if (act === "find") places.unshift("#front-words");
    if (place !== null) places.push("#front-place-" + place);
    places.some(function (selector) {
      var found = front().querySelector(selector);
      if (found) found.focus();
      return found;
    });
  }

  function send(act, place) {
    if (busy) return;
    busy = true;
    typed = typed || act !== "find";
    var data = new FormData(form);
    data.set("do", act);
    front().setAttribute("aria-busy", "true");
    fetch(form.action, { method: "POST", body: data, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (text) {
        var next = new DOMParser().parseFromString(text, "text/html").getElementById("front");
        if (!next) throw new Error("no front in the answer");
        front().replaceWith(document.importNode(next, true));
        busy = false;
        said.textContent = front().dataset.said;
        refocus(act, place);
      })
      .catch(function () { plainly(act); });
  }

  /* The session is over, or the line is down: the browser's own way shows what is the matter. */
  function plainly(act) {
    var field = document.createElement("input");
    field.type = "hidden";
    field.name = "do";
    field.value = act;
    form.append(field);
    leaving = true;
    form.submit();
  }

  form.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (button && button.name === "do") {
      event.preventDefault();
      var place = button.closest("[data-place]");
      send(button.value, place && place.dataset.place);
    } else if (!button || !button.formTarget) {
      leaving = true;
    }
  });

  form.addEventListener("input", function (event) {
    if (!event.target.matches("#front-words, #front-moment")) typed = true;
  });

  window.addEventListener("beforeunload", function (event) {
    if (typed && !leaving) event.preventDefault();
  });

  /* Dragging */

  function mark(place) {
    document.querySelectorAll(".front-over").forEach(function (each) {
      if (each !== place) each.classList.remove("front-over");
    });
    if (place) place.classList.add("front-over");
  }

  form.addEventListener("dragstart", function (event) {
    var head = event.target.closest && event.target.closest(".front-head");
    if (!head) return;
    dragged = head.parentElement;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", head.textContent.trim());
    event.dataTransfer.setDragImage(dragged, 24, 24);
    dragged.classList.add("front-dragged");
  });

  form.addEventListener("dragover", function (event) {
    var place = dragged && event.target.closest("[data-place]");
    if (place) event.preventDefault();
    mark(place || null);
  });

  form.addEventListener("drop", function (event) {
    var place = dragged && event.target.closest("[data-place]");
    if (!place) return;
    event.preventDefault();
    var to = place.dataset.place;
    if (dragged.dataset.article) send("put" + to + ":" + dragged.dataset.article, to);
    else send("to" + to + ":" + dragged.dataset.key, to);
  });

  form.addEventListener("dragend", function () {
    if (dragged) dragged.classList.remove("front-dragged");
    dragged = null;
    mark(null);
  });
})();
