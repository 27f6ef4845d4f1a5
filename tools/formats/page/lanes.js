// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Lanes: a grid with a row for each step and a lane for each task. Only the
// rows in view, and some around them, are in the document.

const kRowHeight = 28;
const kRowsAround = 8;
const kNumberWidth = 64;
const kWhereWidth = 300;
const kLaneMin = 92;  // where lanes would be narrower, tasks share one column
const kLaneMax = 240;
const kRailWidth = 9;  // of the mark of one order

class Lanes {
  // `act`: {select(row), hover(item, element)}
  constructor(story, act) {
    this.story = story;
    this.act = act;
    this.shown = new Map();  // row number -> element
    this.cursor = -1;
    this.rows = [];
    this.head = el('div', {class: 'lanes-head', role: 'row',
                           'aria-rowindex': 1});
    this.body = el('div', {class: 'lanes-body', role: 'rowgroup', on: {
      click: (event) => this.clicked(event),
      mouseover: (event) => this.pointed(event),
      mouseleave: () => this.act.hover(null, null),
    }});
    this.grid = el('div', {
      class: 'lanes', id: 'lanes', role: 'grid', tabindex: 0,
      'aria-label': 'Steps of the execution, a lane for each task',
    }, el('div', {role: 'rowgroup', class: 'lanes-top'}, this.head), this.body);
    this.grid.addEventListener('scroll', () => this.later(), {passive: true});
    this.resized = new ResizeObserver(() => this.measure());
    this.resized.observe(this.grid);
  }

  leave() {
    this.resized.disconnect();
  }

  later() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.draw();
    });
  }

  setRows(rows, beside) {
    this.rows = rows;
    this.beside = beside;
    this.cursor = -1;
    // The last step of the failing execution up to each row.
    this.reached = [];
    for (const {left} of rows) {
      const before = this.reached[this.reached.length - 1] || 0;
      this.reached.push(left && left.kind === 'step' ? left.step.step : before);
    }
    for (const row of this.shown.values()) row.remove();
    this.shown.clear();
    this.grid.setAttribute('aria-rowcount', rows.length + 1);
    this.grid.classList.toggle('is-beside', beside);
    this.body.style.setProperty('height', rows.length * kRowHeight + 'px');
    this.measure();
  }

  measure() {
    const sides = this.beside ? 2 : 1;
    const lanes = this.story.failing.lanes.size;
    const other = this.beside ? this.story.passing.lanes.size : 0;
    const orders = Math.min(this.story.orders.length, 4);
    this.rail = orders > 0 ? orders * kRailWidth + 6 : 0;
    const fixed = this.rail + sides * kNumberWidth +
        (this.beside ? 0 : kWhereWidth);
    const width = this.grid.clientWidth || 1000;
    const room = Math.max(2 * kLaneMin, width - fixed - 1);
    const each = Math.floor(room / Math.max(1, lanes + other));
    this.compact = each < kLaneMin;
    this.lane = Math.min(kLaneMax, each);
    // In a compact side each task begins a little further to the right.
    this.side = this.compact ? Math.floor(room / sides) : 0;
    const sideWidth = (count) => (this.compact ? this.side : count * this.lane);
    this.secondAt = this.rail + kNumberWidth + sideWidth(lanes);
    this.total = this.beside ?
        this.secondAt + kNumberWidth + sideWidth(other) :
        Math.max(width - 1, this.secondAt + kWhereWidth);
    this.body.style.setProperty('width', this.total + 'px');
    this.head.style.setProperty('width', this.total + 'px');
    this.drawHead();
    for (const row of this.shown.values()) row.remove();
    this.shown.clear();
    this.draw();
  }

  drawHead() {
    const heads = [];
    const add = (text, left, width, properties) => {
      heads.push(el('div', {
        role: 'columnheader', class: 'head', title: text,
        'aria-colindex': heads.length + 1, ...properties,
        css: {left: left + 'px', width: width + 'px'},
      }, el('span', {class: 'v', text})));
    };
    const side = (execution, left, which) => {
      add('step', left, kNumberWidth, {class: 'head head-number ' + which});
      if (this.compact) {
        add(many(execution.lanes.size, 'task'), left + kNumberWidth, this.side,
            {class: 'head ' + which});
        return;
      }
      for (const [task, lane] of execution.lanes) {
        add(task, left + kNumberWidth + lane * this.lane, this.lane,
            {class: 'head head-task hue-' + lane % 8 + ' ' + which});
      }
    };
    side(this.story.failing, this.rail, 'is-failing');
    if (this.beside) {
      side(this.story.passing, this.secondAt, 'is-passing');
    } else {
      add('where', this.secondAt, this.total - this.secondAt);
    }
    this.grid.setAttribute('aria-colcount', heads.length);
    const titles = this.beside ? [
      el('div', {class: 'side is-failing', text: '✕ fails',
                 css: {left: this.rail + 'px',
                       width: this.secondAt - this.rail + 'px'}}),
      el('div', {class: 'side is-passing', text: '✓ passes',
                 css: {left: this.secondAt + 'px',
                       width: this.total - this.secondAt + 'px'}}),
    ] : [];
    this.head.replaceChildren(...titles, ...heads);
  }

  // Puts the rows in view into the document, and takes the others out.
  draw() {
    const top = this.grid.scrollTop;
    const height = this.grid.clientHeight || 400;
    const first = Math.max(0, Math.floor(top / kRowHeight) - kRowsAround);
    const last = Math.min(this.rows.length - 1,
                          Math.ceil((top + height) / kRowHeight) + kRowsAround);
    for (const [i, row] of this.shown) {
      if (i >= first && i <= last) continue;
      row.remove();
      this.shown.delete(i);
    }
    const added = [];
    for (let i = first; i <= last; ++i) {
      if (this.shown.has(i)) continue;
      const row = this.makeRow(i);
      this.shown.set(i, row);
      added.push(row);
    }
    this.body.append(...added);
  }

  makeRow(i) {
    const {left, right, same} = this.rows[i];
    const step = (item) => item && item.kind === 'step';
    const classes = ['row'];
    if (this.beside && !same) classes.push('differs');
    if ((step(left) && left.step.critical) ||
        (step(right) && right.step.critical)) {
      classes.push('decides');
    }
    if (i === this.cursor) classes.push('is-current');
    const last = this.rows.length - 1;
    if (step(left) && i === last && !this.beside) classes.push('is-last');
    return el('div', {
      class: classes.join(' '), role: 'row', id: 'row-' + i,
      'aria-rowindex': i + 2, 'aria-selected': String(i === this.cursor),
      'data-row': i, css: {top: i * kRowHeight + 'px'},
      'aria-label': [left && sayItem(left, 'fails'),
                     this.beside && right && !same && sayItem(right, 'passes')]
                        .filter(Boolean).join('; '),
    }, this.marksOf(left, i), this.sideOf(left, this.rail, 'left'),
       this.beside ? this.sideOf(right, this.secondAt, 'right') :
                     this.whereOf(left));
  }

  // Of the orders that decide: from the first step to the second.
  marksOf(item, i) {
    const number = this.reached[i];
    const isStepRow = item && item.kind === 'step';
    return this.story.orders.slice(0, 4).flatMap((order, k) => {
      if (number < order.first || number > order.second) return [];
      if (!isStepRow) {
        return number < order.second ? [this.mark(k, 'goes')] : [];
      }
      return [this.mark(k, number === order.first ? 'begins' :
                           number === order.second ? 'ends' : 'goes')];
    });
  }

  mark(k, how) {
    return el('div', {class: 'mark mark-' + how, 'aria-hidden': 'true',
                      css: {left: 4 + k * kRailWidth + 'px'}});
  }

  sideOf(item, left, which) {
    if (!item) return [];
    const execution =
        which === 'left' ? this.story.failing : this.story.passing;
    if (item.kind !== 'step') {
      return [el('div', {
        class: 'note note-' + item.kind, role: 'gridcell',
        text: noteOf(item),
        css: {left: left + kNumberWidth + 8 + 'px'},
      })];
    }
    const step = item.step;
    const lane = execution.laneOf(textOf(step.task));
    const [at, width] = this.placeOf(execution, lane, left);
    const columns = this.compact ? 2 : execution.lanes.size + 1;
    const first = which === 'left' ? 1 : columns + 1;
    const parts = [el('div', {
      class: 'number', role: 'gridcell', 'aria-colindex': first,
      css: {left: left + 'px', width: kNumberWidth + 'px'},
      text: (step.critical ? '◆ ' : '') + count(numberOf(step.step)),
    })];
    if (step.switched && item.before && !this.compact) {
      const from = execution.laneOf(textOf(item.before.task));
      parts.push(el('div', {
        class: 'switch', 'aria-hidden': 'true',
        css: {left: left + kNumberWidth + Math.min(from, lane) * this.lane +
                        12 + 'px',
              width: Math.abs(from - lane) * this.lane + 'px'},
      }));
    }
    const values = valuesOf(execution, step);
    parts.push(el('div', {
      class: 'cell hue-' + lane % 8 + (step.critical ? ' critical' : '') +
          (step.operation === 'point' ? ' point' : '') +
          (item.moved ? ' ' + item.moved : ''),
      role: 'gridcell',
      'aria-colindex': first + 1 + (this.compact ? 0 : lane),
      'data-side': which,
      css: {left: at + 'px', width: width - 6 + 'px'},
    }, this.compact ?
           el('span', {class: 'task-name v', text: textOf(step.task)}) : null,
       el('span', {class: 'does v', text: operationOf(step)}),
       values === '' ? null : el('span', {class: 'values v', text: values}),
       step.waited ? el('span', {class: 'waited', text: 'waited'}) : null));
    return parts;
  }

  placeOf(execution, lane, left) {
    const from = left + kNumberWidth;
    if (!this.compact) return [from + lane * this.lane, this.lane];
    const most = Math.max(...[this.story.failing, this.story.passing].map(
        (one) => (one ? one.lanes.size : 0)));
    const indent = Math.floor(this.side / 3 * lane / most);
    return [from + indent, this.side - indent];
  }

  whereOf(item) {
    if (!item || item.kind !== 'step') return [];
    return [el('div', {
      class: 'where', role: 'gridcell',
      'aria-colindex': this.compact ? 3 : this.story.failing.lanes.size + 2,
      css: {left: this.secondAt + 'px',
            width: this.total - this.secondAt + 'px'},
    }, el('span', {class: 'place v', text: textOf(item.step.location)}),
       el('code', {class: 'v', text: textOf(item.step.source)}))];
  }

  clicked(event) {
    const row = event.target.closest('.row');
    if (row) this.act.select(Number(row.dataset.row));
  }

  pointed(event) {
    const cell = event.target.closest('.cell');
    if (!cell) return this.act.hover(null, null);
    const row = this.rows[Number(cell.closest('.row').dataset.row)];
    this.act.hover(cell.dataset.side === 'left' ? row.left : row.right, cell);
  }

  // Touches the row that was current and the one that is.
  moveTo(i) {
    const before = this.shown.get(this.cursor);
    this.cursor = i;
    if (before) {
      before.classList.remove('is-current');
      before.setAttribute('aria-selected', 'false');
    }
    this.show(i);
    const row = this.shown.get(i);
    if (!row) return;
    row.classList.add('is-current');
    row.setAttribute('aria-selected', 'true');
    this.grid.setAttribute('aria-activedescendant', row.id);
  }

  show(i) {
    const head = this.head.offsetHeight;
    const top = i * kRowHeight;
    const height = this.grid.clientHeight - head;
    const margin = Math.min(3 * kRowHeight, Math.max(0, height / 4));
    let to = this.grid.scrollTop;
    if (top < to + margin) to = Math.max(0, top - margin);
    if (top + kRowHeight > to + height - margin) {
      to = top + kRowHeight - height + margin;
    }
    // Far away: to the middle.
    if (Math.abs(to - this.grid.scrollTop) > height) {
      to = Math.max(0, top - height / 2);
    }
    if (to !== this.grid.scrollTop) this.grid.scrollTop = to;
    if (!this.shown.has(i)) this.draw();
  }
}

function noteOf(item) {
  if (item.kind === 'fold') {
    return '… ' + many(item.steps, 'step') + ' not shown';
  }
  const one = item.from === item.to;
  return '… ' + many(numberOf(item.steps), 'step') + ' (' +
      count(item.from) + (one ? '' : ' to ' + count(item.to)) +
      ') not on this page';
}

// A row in words, for those who hear it.
function sayItem(item, how) {
  if (item.kind !== 'step') return noteOf(item);
  const step = item.step;
  const values = valuesOf(item.execution, step);
  return (how === 'passes' ? 'in the order that passes, ' : '') + 'step ' +
      step.step + ', ' + textOf(step.task) + ': ' + operationOf(step) +
      (values === '' ? '' : ', ' + values.replace('→', 'becomes')) +
      (step.critical ? ', decisive' : '') + (step.waited ? ', waited' : '') +
      (step.switched ? ', control changes here' : '') +
      (textOf(step.location) === '' ? '' : ', ' + step.location);
}
