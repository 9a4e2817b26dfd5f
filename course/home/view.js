// Home: shows the model's HTML, makes its links open in JupyterLab, and asks for news when it comes into sight.

const KERNEL_SILENT_MS = 4000;

// The workspace as JupyterLab's file browser names it: a path below the folder that the server was started in.
function prefix({ workspace, home }) {
  try {
    const config = JSON.parse(document.getElementById("jupyter-config-data").textContent);
    const root = config.serverRoot.replace(/^~/, home).replace(/\/$/, "");
    if (workspace === root) return "";
    if (workspace.startsWith(root + "/")) return workspace.slice(root.length + 1) + "/";
  } catch {
    // Another front end: its own handling of the relative link has to do.
  }
  return null;
}

function render({ model, el }) {
  const page = document.createElement("div");
  const bar = document.createElement("div");
  const button = document.createElement("button");
  const notice = document.createElement("span");
  bar.className = "keeper-refresh";
  button.type = "button";
  button.textContent = "Refresh";
  notice.setAttribute("role", "status");
  bar.append(button, notice);
  el.classList.add("keeper-view");
  el.append(page, bar);

  const before = prefix(model.get("folders"));
  let waiting = 0;
  let asked = false; // by the button: then the answer is said aloud

  function draw() {
    const html = model.get("html");
    if (page.dataset.html === html) return;
    const focused = page.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    page.innerHTML = html;
    page.dataset.html = html;
    for (const link of page.querySelectorAll("a[data-lesson]")) {
      if (before === null) continue;
      link.dataset.commandlinkerCommand = "docmanager:open";
      link.dataset.commandlinkerArgs = JSON.stringify({ path: before + link.dataset.lesson });
      if (focused !== null && link.getAttribute("href") === focused) link.focus();
    }
  }

  function refresh() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      notice.textContent = "The kernel does not answer. In the menu: Run, then Run All Cells.";
    }, KERNEL_SILENT_MS);
    model.send({ action: "refresh" });
  }

  function answered() {
    clearTimeout(waiting);
    notice.textContent = asked ? "Up to date." : "";
    asked = false;
  }

  function clicked() {
    asked = true;
    notice.textContent = "";
    refresh();
  }

  let wasSeen = true;
  const sight = new IntersectionObserver((entries) => {
    for (const { isIntersecting: seen } of entries) {
      // A busy page tells of going and coming in one call.
      if (seen && !wasSeen) refresh();
      wasSeen = seen;
    }
  });

  button.addEventListener("click", clicked);
  model.on("change:html", draw);
  model.on("change:turn", answered);
  sight.observe(el);
  window.addEventListener("focus", refresh);
  draw();

  return () => {
    clearTimeout(waiting);
    sight.disconnect();
    window.removeEventListener("focus", refresh);
    model.off("change:html", draw);
    model.off("change:turn", answered);
  };
}

export default { render };
