// <cc-devices>: the register of devices (DevicesPage.razor). Loaded on every page, it fetches the rest only where there is one.

class Devices extends HTMLElement {
  async connectedCallback() {
    const { open } = await import('/js/devices/register.js');
    if (!this.isConnected || this.isOpen) return;
    this.isOpen = true;
    await open(this);
    this.dataset.ready = 'true';
  }
}

if (!customElements.get('cc-devices')) customElements.define('cc-devices', Devices);
