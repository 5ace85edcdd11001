// <cc-map scene="{…}">: the living map of a region (MapScene.cs writes the scene, MapView.razor the frame around it).
// Works on a page without a circuit and inside one. Says data-map-ready when everything asked for is drawn.
import { subscribe } from '/js/live.js';
import { addImages, readInk } from '/js/map/ink.js';
import { drawLabels } from '/js/map/labels.js';
import { drawScale } from '/js/map/scale.js';
import { buildStyle, tileUrl } from '/js/map/style.js';

const library = '/lib/maplibre/';
let loading = null;

/** MapLibre, fetched when the first map comes to a page. */
function load() {
  return loading ??= (async () => {
    const styles = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${library}maplibre-gl.css` });
    document.head.append(styles);
    const maplibre = await import(`${library}maplibre-gl.mjs`);
    maplibre.setWorkerUrl(`${library}maplibre-gl-worker.mjs`);
    return maplibre;
  })();
}

class RegionMap extends HTMLElement {
  static observedAttributes = ['scene'];

  async connectedCallback() {
    const maplibre = await load();
    if (!this.isConnected || this.map || !this.getAttribute('scene')) return; // no region with a boundary
    const scene = this.scene = JSON.parse(this.getAttribute('scene'));
    const ink = this.ink = readInk(this);
    const canvas = document.createElement('div');
    canvas.className = 'canvas';
    this.prepend(canvas);
    const map = this.map = new maplibre.Map({
      container: canvas,
      style: buildStyle(scene, ink),
      bounds: scene.bounds,
      fitBoundsOptions: { padding: this.padding() },
      interactive: scene.moves,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 16,
      fadeDuration: 0,
      maxTileCacheZoomLevels: 2, // what a pan left behind; more comes back from the browser's own cache
      localIdeographFontFamily: getComputedStyle(this).fontFamily,
    });
    map.touchZoomRotate?.disableRotation();
    map.keyboard?.disableRotation();
    map.getCanvas().setAttribute('aria-label', this.getAttribute('aria-label') ?? '地图');
    addImages(map, ink);
    map.once('load', () => {
      this.dress();
      this.isOpen = true;
      this.dispatchEvent(new Event('map-open')); // for who puts more on the map than a scene says
    });
    map.on('idle', () => this.toggleAttribute('data-map-ready', true));
    map.on('mousemove', event => this.point(event));
    map.on('mouseout', () => this.tip.hidden = true);
    map.on('click', event => this.open(event));
    this.tip = Object.assign(document.createElement('div'), { className: 'tip', hidden: true });
    this.append(this.tip);
    this.resized = new ResizeObserver(() => { if (!this.moved) map.fitBounds(this.scene.bounds, { padding: this.padding(), duration: 0 }); });
    this.resized.observe(this);
    map.on('dragstart', () => this.moved = true);
    map.on('wheel', () => this.moved = true);
  }

  disconnectedCallback() {
    this.resized?.disconnect();
    this.leave?.();
    this.map?.remove();
    this.map = null;
    this.replaceChildren();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.map || before === after || !after) return;
    const framed = JSON.stringify(this.scene.bounds);
    this.scene = JSON.parse(after);
    this.removeAttribute('data-map-ready');
    this.map.setStyle(buildStyle(this.scene, this.ink, this.devices));
    if (framed !== JSON.stringify(this.scene.bounds)) {
      this.moved = false;
      this.map.fitBounds(this.scene.bounds, { padding: this.padding(), duration: 0 });
    }
    this.dress();
  }

  /** What lies around the picture: labels, scale bar, devices. */
  dress() {
    this.removeLabels?.();
    this.removeLabels = drawLabels(this.map, this, this.scene, this.ink.unit);
    drawScale(this.map, this.parentElement.querySelector('[data-scale]'), this.ink.unit);
    this.leave?.();
    this.leave = this.scene.live ? subscribe(this.scene.live, ({ data }) => this.showDevices(data.tiles)) : null;
  }

  /** Devices come with the first live message; a newer version is fetched while the dots of the last one stay. */
  showDevices(version) {
    if (!version || version === this.devices) return;
    this.devices = version;
    const source = this.map.getSource('devices');
    if (source) source.setTiles([tileUrl('devices', version)]);
    else this.map.setStyle(buildStyle(this.scene, this.ink, version)); // a difference: what is drawn stays
  }

  /** Space kept free for what floats over the map: top right bottom left, in units. */
  padding() {
    const [top, right, bottom, left] = this.scene.padding.map(units => units * this.ink.unit);
    return { top, right, bottom, left };
  }

  areaAt({ point }) {
    const [hit] = this.map.getLayer('areas') ? this.map.queryRenderedFeatures(point, { layers: ['areas'] }) : [];
    return hit && this.scene.areas.find(area => area.code === hit.properties.code);
  }

  point(event) {
    const area = this.areaAt(event);
    this.map.getCanvas().style.cursor = area && this.scene.link ? 'pointer' : '';
    this.tip.hidden = !area;
    if (!area) return;
    this.tip.textContent = [area.name, area.value, area.note].filter(Boolean).join(' ');
    this.tip.style.transform = `translate(${event.point.x}px, ${event.point.y}px)`;
  }

  open(event) {
    const area = this.scene.link && this.areaAt(event);
    if (!area) return;
    const address = this.scene.link.replace('{code}', area.code);
    if (globalThis.Blazor?.navigateTo) Blazor.navigateTo(address);
    else location.assign(address);
  }
}

if (!customElements.get('cc-map')) customElements.define('cc-map', RegionMap);
