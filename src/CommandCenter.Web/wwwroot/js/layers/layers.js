// <cc-layers>: the page of the catalogue (LayersPage.razor). Loaded on every page, it fetches the rest only where there is one.

class Layers extends HTMLElement {
  async connectedCallback() {
    const { openCatalogue } = await import('/js/layers/catalogue.js');
    if (!this.isConnected || this.isOpen) return;
    this.isOpen = true;
    await openCatalogue(this);
    this.dataset.ready = 'true';
  }
}

if (!customElements.get('cc-layers')) customElements.define('cc-layers', Layers);
