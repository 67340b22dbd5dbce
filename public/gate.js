// The page's very first lines of script, in the oldest syntax there is (`var`, no arrow functions): every browser
// that runs scripts at all can read them. They try, under the page's own policy, what the programs are made of,
// and fetch a program only where it can run; elsewhere the page says in words what to do (`#cannot`).
(function () {
  var html = document.documentElement, head = document.head, able = false;
  var named = document.querySelector("meta[name=program]").content.split(" ");
  // A module of 56 bytes that uses each feature the programs are compiled with: reference types, bulk memory,
  // several results, sign extension, conversions that do not trap. Compiling it asks the policy as well.
  try {
    var text = atob("AGFzbQEAAAABBgFgAAJ/fwMCAQAEBAFvAAAFAwEAAAoXARUAQQBBAEEA/AsAQQDAQwAAAAD8AAs=");
    var bytes = new Uint8Array(text.length);
    for (var at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
    able = !!new WebAssembly.Module(bytes) && "noModule" in document.createElement("script") && "CSSLayerBlockRule" in window;
  } catch (error) {}

  // A lost script is asked for again, under another name because browsers remember a module's failure.
  function load(tries) {
    var script = document.createElement("script");
    script.type = "module";
    script.src = named[0] + (tries ? "?" + tries : "");
    script.onerror = function () {
      late();
      setTimeout(load, Math.min(30, Math.pow(2, tries)) * 1000, tries + 1);
    };
    head.appendChild(script);
  }
  function preload(kind, address) {
    var link = document.createElement("link");
    link.rel = kind;
    link.href = address;
    link.crossOrigin = "anonymous";
    if (kind === "preload") link.as = "fetch";
    head.appendChild(link);
  }
  function late() {
    var words = document.getElementById("late");
    if (words) words.hidden = false;
  }

  // A proxy has put the hub under a folder of another website: no address that the page names leads to the hub.
  var elsewhere = !/^\/(k|ket-qua|may-nay|gioi-thieu|hoc|cong-cu)?(\/|$)/.test(location.pathname);
  if (elsewhere) able = false;

  if (able) {
    preload("modulepreload", named[0]);
    preload("preload", named[1]);
  } else html.className = elsewhere ? "elsewhere" : "cannot";
  document.addEventListener("DOMContentLoaded", function () {
    document.getElementById("here").value = location.href;
    if (able) {
      load(0);
      setTimeout(late, 9000);
    }
  });
})();
