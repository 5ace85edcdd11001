// <cc-video>: cameras and the wall of their pictures (VideoPage.razor). Loaded on every page, it fetches the rest only where there is one.

class Video extends HTMLElement {
  async connectedCallback() {
    const { open } = await import('/js/video/page.js');
    if (!this.isConnected || this.isOpen) return;
    this.isOpen = true;
    const { close, ready } = open(this);
    this.close = close;
    await ready;
    this.dataset.ready = 'true';
  }

  disconnectedCallback() {
    this.close?.();
    this.isOpen = false;
  }
}

if (!customElements.get('cc-video')) customElements.define('cc-video', Video);
