// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// The page of one finding: why, the lanes, and the step that is looked at.

const kShortFrom = 200;  // steps from which the short view is shown first

class StoryPage {
  constructor(story, act) {
    this.story = story;
    this.act = act;
    this.row = -1;
    this.beside = story.passing !== null;
    this.filter = el('select', {id: 'filter', on: {
      change: () => this.refresh(),
    }}, el('option', {value: '', text: 'all objects'}),
        story.objects().map(([object, steps]) => el('option', {
          value: 'o' + object, text: object + ' (' + count(steps) + ')',
        })));
    this.shown = el('select', {id: 'shown', on: {
      change: () => this.refresh(),
    }}, el('option', {value: 'all', text: 'all steps'}),
        el('option', {value: 'short', text: 'around switches'}));
    this.besideBox = el('input', {type: 'checkbox', id: 'beside', on: {
      change: () => {
        this.beside = this.besideBox.checked;
        this.refresh();
      },
    }});
    this.besideBox.checked = this.beside;
    this.position = el('output', {id: 'position', for: 'lanes'});
    this.hidden = el('span', {class: 'quiet', id: 'hidden'});
    this.live = el('div', {class: 'only-heard', id: 'live', role: 'status',
                           'aria-live': 'polite', 'aria-atomic': 'true'});
    this.tip = el('div', {class: 'tip', id: 'tip', role: 'tooltip',
                          hidden: true});
    this.lanes = new Lanes(story, {
      select: (row) => this.select(row),
      hover: (item, cell) => this.hover(item, cell),
    });
    this.inspector = new Inspector({
      jump: (step) => this.jump(step),
      filter: (object) => this.filterBy(object),
    });
    this.node = el('div', {class: 'story'}, this.title(), this.why(),
                   ...(story.hasSteps ? [this.notice(), this.bar(), el('div',
                       {class: 'panes'}, this.lanes.grid,
                       this.inspector.panel)] :
                       [el('p', {class: 'quiet', text: 'The interleaving ' +
                           'was not recorded.'})]),
                   this.again(), this.live, this.tip);
  }

  title() {
    const finding = this.story.finding;
    return el('header', {class: 'title'},
        el('h1', {}, el('span', {class: 'kind v', text: textOf(finding.kind)}),
           taskOf(finding) === '' ? '' :
               [' in task ', el('span', {class: 'v', text: taskOf(finding)})]),
        el('p', {class: 'quiet'},
           el('span', {class: 'v', text: textOf(this.story.test.name)}),
           textOf(finding.location) === '' ? '' :
               [', ', el('span', {class: 'place v', text: finding.location})]),
        textOf(finding.message) === '' ? null :
            el('pre', {class: 'message v', tabindex: 0, 'aria-label': 'Message',
                       text: finding.message}));
  }

  why() {
    const explanation = this.story.explanation;
    const parts = [];
    if (textOf(explanation.defect) !== '') {
      parts.push(el('p', {}, el('b', {class: 'v', text: explanation.defect}),
                    ': ', el('span', {class: 'v',
                                      text: textOf(explanation.meaning)}),
                    '.'));
    }
    const step = (number) => {
      const at = this.story.failing.byNumber.get(number);
      const known = this.story.failing.steps[at];
      return [el('b', {class: 'v', text: known ? textOf(known.task) : 'a task'}),
              ' ', button('step ' + count(number), () => this.jump(number),
                          {class: 'link'}),
              known ? [' (', el('span', {class: 'v', text: operationOf(known)}),
                       ')'] : ''];
    };
    if (this.story.orders.length > 0) {
      parts.push(el('ul', {class: 'orders'}, this.story.orders.map(
          (order) => el('li', {}, el('span', {class: 'critical',
                                              'aria-hidden': 'true',
                                              text: '◆ '}),
              step(numberOf(order.first)), ' came before ',
              step(numberOf(order.second)),
              explanation.together ? '' : order.otherwise === 'passes' ?
                  '; the other way round it passes' :
                  '; the other way round it fails in another way', '.'))));
      if (explanation.together) {
        parts.push(el('p', {text: 'Only both together decide: reversed, it ' +
                                  'passes.'}));
      }
    }
    return parts.length === 0 ? null :
        el('section', {class: 'why', 'aria-label': 'Why'},
           el('h2', {text: 'Why'}), parts);
  }

  // What this page doesn't hold.
  notice() {
    const lines = [];
    const about = (execution, what) => {
      if (execution.leftOut === 0) return;
      const gaps = execution.gaps.slice(0, 8).map(
          (gap) => count(gap.from) + ' to ' + count(gap.to));
      const more = execution.gaps.length - gaps.length;
      lines.push(el('p', {text: what + ' has ' +
          many(execution.leftOut + execution.steps.length, 'step') +
          '; this page holds ' +
          count(execution.steps.length) + ' of them, those around what ' +
          'decides and the last. Left out: ' + many(execution.leftOut, 'step') +
          ' (' + gaps.join(', ') +
          (more > 0 ? ', and ' + many(more, 'more gap') : '') + ').'}));
    };
    about(this.story.failing, 'The execution');
    if (this.story.passing) {
      about(this.story.passing, 'The order that passes');
    }
    return lines.length === 0 ? null :
        el('section', {class: 'notice', id: 'left-out', role: 'note',
                       'aria-label': 'What is left out'}, lines);
  }

  bar() {
    const go = (text, label, key, act) => button(text, act, {
      'aria-label': label, title: label + ' (' + key + ')',
    });
    return el('div', {class: 'bar-of-steps', role: 'toolbar',
                      'aria-label': 'Steps'},
        el('div', {class: 'buttons'},
           go('⇤', 'First step', 'Home', () => this.ends(false)),
           go('«', 'Previous switch', 'p', () => this.seek(-1, isSwitch)),
           go('‹', 'Previous step', '↑ or k', () => this.step(-1)),
           this.position,
           go('›', 'Next step', '↓ or j', () => this.step(1)),
           go('»', 'Next switch', 'n', () => this.seek(1, isSwitch)),
           go('⇥', 'Last step', 'End', () => this.ends(true)),
           go('◆', 'Next decisive step', 'c', () => this.decisive(1))),
        el('label', {for: 'filter'}, 'On ', this.filter),
        el('label', {for: 'shown'}, 'Show ', this.shown),
        this.story.passing ?
            el('label', {for: 'beside'}, this.besideBox,
               ' beside the order that passes') : null,
        this.hidden);
  }

  again() {
    const {finding, test} = this.story;
    const facts = [
      ['Schedule', textOf(finding.schedule)],
      ['Execution', finding.execution ? count(finding.execution) : ''],
      ['Strategy', textOf(test.strategy)],
      ['Seed', test.seed === undefined ? '' : String(test.seed)],
    ];
    return el('section', {class: 'again', 'aria-label': 'How to see it again'},
              el('h2', {text: 'How to see it again'}), tiles(facts));
  }

  // The rows for what is chosen above them; the step stays where it can.
  refresh(step) {
    if (!this.story.hasSteps) return;
    const current = step || this.currentStep();
    this.rows = this.story.rows({
      object: this.filter.value.slice(1),
      short: this.shown.value === 'short',
      beside: this.beside,
    });
    this.lanes.setRows(this.rows, this.beside && this.story.passing !== null);
    const shown = this.rows.filter((row) => isStep(row.left)).length;
    const less = this.story.failing.steps.length - shown;
    this.hidden.textContent =
        less === 0 ? '' : many(less, 'step') + ' not shown';
    this.row = -1;
    this.select(Math.max(0, this.rowOf(current)));
  }

  // Called when it is in the document.
  open(step) {
    if (!this.story.hasSteps) return;
    if (this.story.failing.steps.length > kShortFrom) {
      this.shown.value = 'short';
    }
    const first = this.story.orders.length > 0 ?
        numberOf(this.story.orders[0].first) : this.story.failing.last;
    this.refresh(step || first);
    this.lanes.grid.focus({preventScroll: true});
  }

  leave() {
    this.lanes.leave();
  }

  currentStep() {
    const row = this.rows && this.rows[this.row];
    if (!row) return 0;
    if (isStep(row.left)) return row.left.step.step;
    for (let i = this.row; i >= 0; --i) {
      if (isStep(this.rows[i].left)) return this.rows[i].left.step.step;
    }
    return 0;
  }

  // The row of this step, or of the last before it.
  rowOf(step) {
    let found = -1;
    for (let i = 0; i < this.rows.length; ++i) {
      const {left} = this.rows[i];
      if (!isStep(left)) continue;
      if (left.step.step > step && found >= 0) break;
      found = i;
      if (left.step.step >= step) break;
    }
    return found;
  }

  select(i) {
    if (i < 0 || i >= this.rows.length || i === this.row) return;
    this.row = i;
    this.lanes.moveTo(i);
    const row = this.rows[i];
    const item = isStep(row.left) ? row.left : row.right || row.left;
    const last = item.execution ? item.execution.last : this.story.failing.last;
    this.inspector.show(row, last);
    this.position.textContent = isStep(item) ?
        (item === row.left ? '' : 'passes: ') + 'step ' +
            count(item.step.step) + ' of ' + count(last) : '…';
    this.live.textContent = sayItem(item, item === row.left ? 'fails' :
                                                              'passes');
    this.hover(null, null);
    this.act.moved(this.currentStep());
  }

  step(by) {
    let i = this.row + by;
    while (i >= 0 && i < this.rows.length && !hasStep(this.rows[i])) i += by;
    if (i >= 0 && i < this.rows.length) this.select(i);
  }

  seek(by, wanted) {
    for (let i = this.row + by; i >= 0 && i < this.rows.length; i += by) {
      if (!wanted(this.rows[i])) continue;
      this.select(i);
      return true;
    }
    return false;
  }

  // Round and round.
  decisive(by) {
    if (this.seek(by, isDecisive)) return;
    const before = this.row;
    this.row = by > 0 ? -1 : this.rows.length;
    if (!this.seek(by, isDecisive)) this.row = before;
  }

  ends(last) {
    const from = this.row;
    this.row = last ? this.rows.length : -1;
    if (!this.seek(last ? -1 : 1, hasStep)) this.row = from;
  }

  page(by) {
    const rows = Math.max(1, Math.floor(
        this.lanes.grid.clientHeight / kRowHeight) - 3);
    const to = Math.max(0, Math.min(this.rows.length - 1,
                                    this.row + by * rows));
    if (hasStep(this.rows[to])) return this.select(to);
    const from = this.row;
    this.row = to;
    if (!this.seek(by, hasStep)) this.row = from;
  }

  // To a step that may not be among those shown.
  jump(step) {
    const row = this.rowOf(step);
    const there = this.rows[row];
    if (there && isStep(there.left) && there.left.step.step === step) {
      this.select(row);
      return;
    }
    this.filter.value = '';
    this.shown.value = 'all';
    this.refresh(step);
  }

  filterBy(object) {
    this.filter.value = this.filter.value === 'o' + object ? '' : 'o' + object;
    this.refresh();
  }

  hover(item, cell) {
    if (!item || !cell) {
      this.tip.hidden = true;
      if (this.described) this.described.removeAttribute('aria-describedby');
      this.described = null;
      return;
    }
    if (this.described === cell && !this.tip.hidden) return;
    this.hover(null, null);
    this.described = cell;
    cell.setAttribute('aria-describedby', 'tip');
    this.tip.replaceChildren(...tipOf(item));
    this.tip.hidden = false;
    const at = cell.getBoundingClientRect();
    const size = this.tip.getBoundingClientRect();
    const below = at.bottom + 6 + size.height < innerHeight;
    const left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8));
    this.tip.style.setProperty('left', left + 'px');
    this.tip.style.setProperty(
        'top', Math.max(8, below ? at.bottom + 6 :
                                   at.top - size.height - 6) + 'px');
  }
}

const isStep = (item) => Boolean(item) && item.kind === 'step';
const hasStep = (row) => isStep(row.left) || isStep(row.right);
const isSwitch = (row) => isStep(row.left) && Boolean(row.left.step.switched);
const isDecisive = (row) =>
    isStep(row.left) && Boolean(row.left.step.critical);
