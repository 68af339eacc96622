/* Django opens calendar and clock beside their links, however near those are to the window's edge:
   what would stand outside is moved in. */
(function () {
  "use strict";

  var GAP = 4;
  var shortcuts = window.DateTimeShortcuts;

  function moveIn(box) {
    var place = box.getBoundingClientRect(), room = document.documentElement;
    function moved(start, length, end) {
      return Math.max(GAP, Math.min(start, end - GAP - length)) - start;
    }
    box.style.left = parseFloat(box.style.left) + moved(place.left, place.width, room.clientWidth) + "px";
    box.style.top = parseFloat(box.style.top) + moved(place.top, place.height, room.clientHeight) + "px";
  }

  [["openCalendar", "calendarDivName1"], ["openClock", "clockDivName"]].forEach(function (names) {
    var open = shortcuts[names[0]];
    shortcuts[names[0]] = function (number) {
      open.call(shortcuts, number);
      moveIn(document.getElementById(shortcuts[names[1]] + number));
    };
  });
})();
