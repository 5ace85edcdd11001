// <cc-alarms>: the pages of alarms (AlarmsPage.razor, RulesPage.razor). Loaded on every page, it fetches the rest only where there is one.

class Alarms extends HTMLElement {
  async connectedCallback() {
    const { open } = await import(this.dataset.page === 'rules' ? '/js/alarms/rules.js' : '/js/alarms/desk.js');
    if (!this.isConnected || this.isOpen) return;
    this.isOpen = true;
    await open(this);
    this.dataset.ready = 'true';
  }
}

if (!customElements.get('cc-alarms')) customElements.define('cc-alarms', Alarms);
