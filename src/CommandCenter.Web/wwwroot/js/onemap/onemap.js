// <cc-one-map>: the page of all layers (OneMapPage.razor). The base map is <cc-map>; what is written here joins the parts of the page:
// view (address), catalogue, painter, tree, legend, inspector, tools. Loaded on every page, it fetches the rest only where there is one.

class OneMap extends HTMLElement {
  async connectedCallback() {
    const { openWorkbench } = await import('/js/onemap/workbench.js');
    if (!this.isConnected || this.bench) return;
    this.bench = true;
    const host = this.querySelector('cc-map');
    if (!host) return; // no boundary in the scope: nothing to draw on
    if (!host.isOpen) await new Promise(opened => host.addEventListener('map-open', opened, { once: true }));
    this.leave = await openWorkbench(this, host);
  }

  disconnectedCallback() { this.leave?.(); }
}

if (!customElements.get('cc-one-map')) customElements.define('cc-one-map', OneMap);
