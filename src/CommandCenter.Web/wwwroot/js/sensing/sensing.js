// <cc-sensing>: 感知一张网 (NetPage.razor) and the page of one device (DevicePage.razor). Loaded on every page, it fetches the rest only where there is one.

class Sensing extends HTMLElement {
  async connectedCallback() {
    const { open } = await import(this.dataset.page === 'device' ? '/js/sensing/device.js' : '/js/sensing/net.js');
    if (!this.isConnected || this.isOpen) return;
    this.isOpen = true;
    await open(this);
    this.dataset.ready = 'true';
  }
}

if (!customElements.get('cc-sensing')) customElements.define('cc-sensing', Sensing);
