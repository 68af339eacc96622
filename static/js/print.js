// The print view: its button, and the moment of printing, which only the browser knows.
(function () {
  "use strict";

  function stamp(moment, language) {
    var parts = {};
    new Intl.DateTimeFormat(language, {
      timeZone: "Asia/Ho_Chi_Minh", weekday: "long", day: "2-digit", month: "2-digit",
      year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23"
    }).formatToParts(moment).forEach(function (part) { parts[part.type] = part.value; });
    return parts.weekday + ", " + parts.day + "/" + parts.month + "/" + parts.year +
      " " + parts.hour + ":" + parts.minute;
  }

  function fill() {
    var line = document.querySelector("[data-printed]");
    var language = document.documentElement.lang || "vi";
    line.querySelector("span").textContent = stamp(new Date(), language);
    line.hidden = false;
  }

  function empty() {
    document.querySelector("[data-printed]").hidden = true;
  }

  addEventListener("beforeprint", fill);
  addEventListener("afterprint", empty);

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  addEventListener("DOMContentLoaded", function () {
    document.querySelector("[data-print]").hidden = false;
    document.querySelectorAll(".body table").forEach(function (table) {
      if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    });
  });
})();
