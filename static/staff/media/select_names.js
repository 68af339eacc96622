/* Select2 puts controls of its own beside a list and names none of them: they get the list's name;
   what is chosen becomes their description. */
(function () {
  "use strict";

  var $ = django.jQuery;
  var make = $.fn.djangoAdminSelect2;

  function nameOf(select) {
    var label = document.querySelector('label[for="' + select.id + '"]');
    return select.getAttribute("aria-label") || (label ? label.textContent.replace(/:\s*$/, "").trim() : "");
  }

  function name(select) {
    var box = $(select).data("select2").$container[0];
    var control = box.querySelector(".select2-selection");
    var shown = box.querySelector("span.select2-selection__rendered");
    control.setAttribute("aria-label", nameOf(select));
    if (shown) {
      control.removeAttribute("aria-labelledby");
      control.setAttribute("aria-describedby", shown.id);
      shown.removeAttribute("role");
      shown.removeAttribute("aria-readonly");
    }
    nameSearch(select, box);
  }

  function nameSearch(select, box) {
    box.querySelectorAll(".select2-search__field").forEach(function (field) {
      field.setAttribute("aria-label", nameOf(select));
    });
  }

  $.fn.djangoAdminSelect2 = function () {
    make.call(this);
    return this.each(function () {
      name(this);
      $(this).on("select2:open", function () {
        nameSearch(this, $(this).data("select2").$dropdown[0]);
      });
    });
  };
})();
