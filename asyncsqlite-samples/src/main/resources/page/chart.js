// The last minute of one figure. uPlot draws it; the number itself is beside it as text.
/* global uPlot */

const SECONDS = 60;
// 20,000 would not fit beside the chart: 20K.
const compact = new Intl.NumberFormat('en', { notation: 'compact' });
const short = (plot, ticks) => ticks.map(tick => compact.format(tick));

export class Chart {
  constructor(element, label) {
    this.element = element;
    this.label = label;
    const now = Math.round(Date.now() / 1000);
    this.times = Array.from({ length: SECONDS }, (_, i) => now - SECONDS + 1 + i);
    this.values = new Array(SECONDS).fill(null);
    this.draw();
    new ResizeObserver(() => this.plot.setSize(this.size())).observe(element);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
  }

  add(value) {
    this.times.push(Math.round(Date.now() / 1000));
    this.times.shift();
    this.values.push(value);
    this.values.shift();
    this.plot.setData([this.times, this.values]);
  }

  draw() {
    this.plot?.destroy();
    const style = getComputedStyle(this.element);
    const line = style.getPropertyValue('--accent').trim();
    const quiet = style.getPropertyValue('--quiet').trim();
    const grid = { stroke: style.getPropertyValue('--line').trim(), width: 1 };
    this.plot = new uPlot({
      ...this.size(),
      cursor: { show: false },
      legend: { show: false },
      scales: { y: { range: (plot, min, max) => [0, Math.max(1, (max ?? 0) * 1.1)] } },
      axes: [{ show: false }, { stroke: quiet, grid, ticks: grid, size: 46, font: '12px system-ui, sans-serif', values: short }],
      series: [{}, { label: this.label, stroke: line, fill: line + '22', width: 2, points: { show: false } }]
    }, [this.times, this.values], this.element);
  }

  size() {
    return { width: Math.max(120, this.element.clientWidth), height: 110 };
  }
}
