// The tools over the map. One of point, box, polygon, distance, area is chosen at a time; it stands in the view.

const steep = 50;

/** `own` are the tools that are no way to point: `home`, `swipe`, `print`. */
export function createToolbar(root, map, view, own) {
  const bar = root.querySelector('[role="toolbar"]');
  const buttons = [...bar.querySelectorAll('button')];
  const button = name => bar.querySelector(`[data-tool="${name}"]`);
  const acts = {
    'zoom-in': () => map.zoomIn(),
    'zoom-out': () => map.zoomOut(),
    north: () => map.easeTo({ bearing: 0, pitch: 0 }),
    tilt: () => map.easeTo(map.getPitch() > 0 ? { pitch: 0, bearing: 0 } : { pitch: steep, bearing: -15 }),
    ...own,
  };

  bar.addEventListener('click', event => {
    const name = event.target.closest('button')?.dataset.tool;
    if (!name) return;
    if (acts[name]) acts[name]();
    else view.change({ tool: view.state.tool === name ? 'point' : name });
  });

  // One stop for the keyboard; arrows go from tool to tool.
  for (const [index, one] of buttons.entries()) one.tabIndex = index ? -1 : 0;
  bar.addEventListener('keydown', event => {
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const at = buttons.indexOf(document.activeElement);
    buttons[at].tabIndex = -1;
    const next = buttons[(at + by + buttons.length) % buttons.length];
    next.tabIndex = 0;
    next.focus();
  });

  const show = () => {
    for (const name of ['point', 'box', 'polygon', 'distance', 'area']) button(name)?.setAttribute('aria-pressed', view.state.tool === name);
    button('tilt').setAttribute('aria-pressed', map.getPitch() > 0);
    button('swipe').setAttribute('aria-pressed', view.state.swipe !== null);
    root.dataset.tool = view.state.tool;
  };
  view.follow((state, names) => { if (names.some(name => ['tool', 'at', 'swipe'].includes(name))) show(); });
  show();
}
