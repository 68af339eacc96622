/* The token of what scripts send. Signing in again, perhaps in another tab, changes it: the cookie has
   the one in force, under Django's own name for it. */
window.csrfToken = function (shown) {
  "use strict";

  var name = "csrftoken=";
  var cookie = document.cookie.split("; ").find(function (each) { return each.startsWith(name); });
  return cookie ? cookie.slice(name.length) : shown;
};
