// What a chart says about one slot: under the pointer, or moved by the arrow keys. Texts are put in as text, never as HTML.
import { figureText } from './format.js';
import { slotAt } from './slots.js';

/**
 * @typedef {object} Readable
 * @property {string} name
 * @property {string} unit
 * @property {string} color
 * @property {(slot: number) => number} at
 */

/**
 * @param {import('echarts').ECharts} drawing
 * @param {HTMLElement} place
 * @param {{ edges: number[], slotLabels: string[] }} site
 * @param {Record<string, any>} option
 * @param {boolean} isDark
 */
export function pointerOf(drawing, place, site, option, isDark) {
  const series = readables(option);
  const slotCount = site.slotLabels.length;
  let slot = -1;
  let isPointedAt = false;

  /** @param {number} shownSlot */
  function lines(shownSlot) {
    return series.map(({ name, unit, at }) => `${name}: ${figureText(at(shownSlot))} ${unit}`);
  }

  /** @param {number} shownSlot */
  function tip(shownSlot) {
    const box = document.createElement('div');
    const title = document.createElement('strong');
    title.textContent = site.slotLabels[shownSlot] ?? '';
    box.append(title);
    for (const [index, text] of lines(shownSlot).entries()) {
      const line = document.createElement('div');
      const key = document.createElement('span');
      key.className = 'key';
      key.style.backgroundColor = series[index].color;
      line.append(key, document.createTextNode(text));
      box.append(line);
    }
    return box;
  }

  /** @param {number} wanted */
  function showSlot(wanted) {
    slot = Math.min(slotCount - 1, Math.max(0, wanted));
    const middle = (site.edges[slot] + site.edges[slot + 1]) / 2;
    drawing.dispatchAction({ type: 'showTip', x: drawing.convertToPixel({ xAxisIndex: 0 }, middle), y: 60 });
    const readout = place.parentElement?.querySelector('.readout');
    if (readout) readout.textContent = `${site.slotLabels[slot]}. ${lines(slot).join(', ')}`;
  }

  /** @param {KeyboardEvent} event */
  function moved(event) {
    const steps = { ArrowLeft: slot - 1, ArrowRight: slot + 1, Home: 0, End: slotCount - 1 };
    const wanted = Object.hasOwn(steps, event.key) ? steps[/** @type {keyof typeof steps} */ (event.key)] : null;
    if (wanted === null) return;
    event.preventDefault();
    isPointedAt = true;
    showSlot(wanted);
  }

  function left() {
    isPointedAt = false;
    drawing.dispatchAction({ type: 'hideTip' });
  }

  const entered = () => {
    isPointedAt = true;
  };
  place.addEventListener('keydown', moved);
  place.addEventListener('blur', left);
  // While it goes down to the drawing, which asks for the words on its way up.
  place.addEventListener('mousemove', entered, true);
  place.addEventListener('mouseleave', left);

  return {
    option: {
      tooltip: {
        trigger: 'axis',
        confine: true,
        transitionDuration: 0,
        backgroundColor: isDark ? '#1d2229' : '#ffffff',
        borderColor: isDark ? '#59616d' : '#c9ced6',
        textStyle: { color: isDark ? '#e8eaee' : '#1d2126', fontSize: 12 },
        axisPointer: { type: 'line', snap: false, lineStyle: { color: isDark ? '#e8eaee' : '#1d2126' } },
        /** @param {{ axisValue: number }[]} points */
        formatter: (points) => {
          // Charts of the same site show the line alone; one box of words at a time is enough.
          if (!isPointedAt || points.length === 0) return '';
          return tip(slotAt(site.edges, points[0].axisValue));
        },
      },
    },
    close() {
      place.removeEventListener('keydown', moved);
      place.removeEventListener('blur', left);
      place.removeEventListener('mousemove', entered, true);
      place.removeEventListener('mouseleave', left);
    },
  };
}

/**
 * Series that hold a value for each slot (steps), or a level at each edge (lines: the level at the end of the slot).
 * @param {Record<string, any>} option
 * @returns {Readable[]}
 */
function readables(option) {
  const axes = Array.isArray(option.yAxis) ? option.yAxis : [option.yAxis];
  return option.series.map((/** @type {any} */ { name, data, step, yAxisIndex = 0, itemStyle }) => ({
    name: step === undefined ? `${name}, at the end` : name,
    unit: axes[yAxisIndex].name,
    color: itemStyle.color,
    at: (/** @type {number} */ slot) => {
      // Areas on one another: the second figure is the height of the pile, the third their own.
      const [, height, own] = data[step === undefined ? slot + 1 : slot];
      return own ?? height;
    },
  }));
}
