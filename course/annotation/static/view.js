// What a notebook keeps of the annotator: enough to ask the kernel for the rest, and to say that nobody answers.

const LATE = 3000; // ms without an answer before it is said

function render({ model, el }) {
  const config = model.get("config");
  const view = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
  const send = (message) => model.send({ ...message, view });
  const placeholder = document.createElement("p");
  placeholder.className = "c20a c20a-wait";
  placeholder.setAttribute("role", "status");
  placeholder.lang = config.language;
  placeholder.textContent = config.waiting;
  let ui = null;
  let early = null; // what came while the module was being read
  let gone = false;
  const silent = () => early || (placeholder.textContent = config.silent);
  const greet = () => {
    try {
      send({ t: "hello" });
    } catch {
      silent();
    }
  };
  const begin = async (hello) => {
    early = [];
    clearTimeout(timer);
    const url = URL.createObjectURL(new Blob([hello.module], { type: "text/javascript" }));
    const { default: annotator } = await import(url);
    URL.revokeObjectURL(url);
    if (gone) return;
    placeholder.remove();
    ui = annotator(el, hello, send);
    early.forEach(ui.receive);
  };
  const receive = (message) => {
    if (ui) ui.receive(message);
    else if (early) early.push(message);
    else if (message.t === "hello" && message.view === view) begin(message);
  };
  const live = () => (ui ? ui.probe() : greet());
  el.append(placeholder);
  const timer = setTimeout(silent, LATE);
  model.on("msg:custom", receive);
  model.on("comm_live_update", live);
  greet();
  return () => {
    gone = true;
    clearTimeout(timer);
    model.off("msg:custom", receive);
    model.off("comm_live_update", live);
    if (ui) ui.close();
    else placeholder.remove();
  };
}

export default { render };
