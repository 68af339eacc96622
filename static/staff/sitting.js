/* An article's form tells the portal every few seconds what has been typed, and that it is open.
   Until the portal has it, what was typed stands in this browser's store; what a crash, a closed tab
   or a dead line left there is told the next time the form is opened. */
(function () {
  "use strict";

  var form = document.getElementById("article_form");
  var said = document.getElementById("sitting");
  if (!form || !said) return;

  var SOON = 2000, BEAT = 15000;
  var others = document.getElementById("sitting-others");
  var key = form.elements._sitting.value;
  var prefix = "cong-tin-" + said.dataset.user + "-";
  /* A form that was refused or opened again holds what is stored nowhere: all of it is news. */
  var bound = "bound" in said.dataset;
  var typed = "", told = null, first = bound ? "" : null, timer = 0, leaving = false;
  var submitted = null;

  function fields() {
    var editors = window.CKEDITOR ? window.CKEDITOR.instances : {};
    Object.keys(editors).forEach(function (name) {
      if (editors[name].status === "ready") editors[name].updateElement();
    });
    var found = new URLSearchParams();
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && name !== "csrfmiddlewaretoken" && name !== "_sitting") {
        found.append(name, value);
      }
    });
    return found.toString();
  }

  function store(text) {
    try {
      if (text === null) localStorage.removeItem(prefix + key);
      else localStorage.setItem(prefix + key, JSON.stringify({ url: said.dataset.url, fields: text }));
    } catch (error) { /* full, or switched off: the portal is told all the same */ }
  }

  /* What is to be kept; nothing where all is as it was when the form was opened. */
  function news() {
    return "_sitting=" + key + "&_typed=1" + (typed === first ? "" : "&" + typed);
  }

  /* This form was saved and is typed into all the same: what comes is of another one. */
  function begunAgain() {
    store(null);
    key = Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
      return (byte + 256).toString(16).slice(1);
    }).join("");
    form.elements._sitting.value = key;
    typed = "";
    told = null;
    changed();
  }

  function say(text) {
    if (said.textContent !== text) said.textContent = text;
  }

  function post(url, text) {
    var body = new URLSearchParams(text);
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    return fetch(url, { method: "POST", body: body, credentials: "same-origin", redirect: "manual" });
  }

  function look() {
    var now = fields();
    if (first === null) first = now;
    if (now === typed) return false;
    typed = now === first && told === null ? "" : now;
    store(typed === "" || typed === first ? null : typed);
    return typed !== "";
  }

  function isOurs(answer) {
    return (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
  }

  /* What stands in the form if that was not told yet; else only that it is open. */
  function tell() {
    clearTimeout(timer);
    timer = setTimeout(tell, BEAT);
    if (leaving || document.hidden) return;
    look();
    var sent = typed && typed !== told ? typed : null;
    post(said.dataset.url, sent === null ? "_sitting=" + key : news()).then(function (answer) {
      if (answer.type === "opaqueredirect") throw new Error("out");
      if (answer.status === 403) throw new Error("refused");
      if (answer.status === 413) throw new Error("long");
      if (!answer.ok && !isOurs(answer)) throw new Error("offline");
      return answer.json();
    }).then(function (answer) {
      if (sent !== null && !answer.kept && sent !== submitted) {
        if (!leaving) begunAgain();
        return;
      }
      if (sent !== null) {
        told = sent;
        if (typed === sent) store(null);
      }
      if (answer.at) say(said.dataset.kept.replace("{}", answer.at));
      else say("");
      if (!answer.others) return;
      others.hidden = !answer.others.length;
      others.textContent = others.dataset.with.replace("{}", answer.others.join("; "));
    }).catch(function (error) {
      say(said.dataset[error.message] || said.dataset.offline);
    });
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(tell, SOON);
  }

  function changed() {
    if (look()) soon();
  }

  /* What other forms of this person left in this browser, because nobody could be told then. */
  function tellWhatWasLeft() {
    Object.keys(localStorage).forEach(function (name) {
      if (name.indexOf(prefix) !== 0 || name === prefix + key) return;
      var stored = localStorage.getItem(name), left = JSON.parse(stored);
      var theirs = name.slice(prefix.length);
      post(left.url, left.fields + "&_typed=1&_left=1&_sitting=" + theirs).then(function (answer) {
        if (answer.status === 404) localStorage.removeItem(name);
        return isOurs(answer) && answer.status !== 413 ? answer.json() : {};
      }).then(function (answer) {
        if (!("kept" in answer)) return;
        if (localStorage.getItem(name) === stored) localStorage.removeItem(name);
        var offered = form.querySelector('[name="_sitting"][value="' + theirs + '"]');
        if (answer.kept && !offered && left.url === said.dataset.url && first === fields()) {
          leaving = true;
          window.location.reload(); /* which offers it */
        }
      }).catch(function () { /* the next time */ });
    });
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function (event) {
    if (event.submitter && event.submitter.formTarget === "_blank") return; /* a preview: it stays */
    leaving = true;
    look();
    submitted = typed;
  });
  window.addEventListener("pageshow", function () { leaving = false; });
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) look();
    else tell();
  });
  window.addEventListener("pagehide", function () {
    look();
    var untold = typed && typed !== told && !leaving;
    var body = new URLSearchParams(untold ? news() : "_sitting=" + key);
    body.set("_left", "1");
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    /* A long text does not fit; it stays in this browser's store until the form is opened again. */
    if (!navigator.sendBeacon(said.dataset.url, body) && untold) {
      navigator.sendBeacon(said.dataset.url, new URLSearchParams({
        _sitting: key, _left: "1", csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value
      }));
    }
  });

  function begin() {
    if (!bound) first = fields();
    try { tellWhatWasLeft(); } catch (error) { /* no store */ }
    tell();
  }

  var editors = window.CKEDITOR ? Object.keys(window.CKEDITOR.instances).length : 0;
  if (window.CKEDITOR && document.querySelector("[data-type=ckeditortype]")) {
    window.CKEDITOR.on("instanceReady", function (event) {
      event.editor.on("change", changed);
      begin();
    });
  } else if (!editors) {
    begin();
  }
})();
