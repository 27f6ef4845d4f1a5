// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// A finding's story as the page needs it: the steps of one or two executions,
// what was held and waited for at each, and the rows that show them.

// Which of many intervals [from, to) a step lies in. A query looks at no more
// than kSpan events, however many there are.
class Timeline {
  static kSpan = 256;

  constructor(intervals) {
    this.intervals = intervals;
    this.events = [];
    intervals.forEach((interval, i) => {
      this.events.push({at: numberOf(interval.from), begins: true, i});
      if (typeof interval.to === 'number') {
        this.events.push({at: interval.to, begins: false, i});
      }
    });
    this.events.sort((a, b) => a.at - b.at || a.begins - b.begins || a.i - b.i);
    this.marks = [];
    const now = new Set();
    this.events.forEach((event, k) => {
      if (k % Timeline.kSpan === 0) this.marks.push([...now]);
      if (event.begins) now.add(event.i); else now.delete(event.i);
    });
  }

  at(step) {
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle].at <= step) low = middle + 1; else high = middle;
    }
    if (low === 0) return [];
    const mark = Math.floor((low - 1) / Timeline.kSpan);
    const now = new Set(this.marks[mark]);
    for (let k = mark * Timeline.kSpan; k < low; ++k) {
      const event = this.events[k];
      if (event.begins) now.add(event.i); else now.delete(event.i);
    }
    return [...now].sort((a, b) => a - b).map((i) => this.intervals[i]);
  }
}

// One execution: the one that fails, or one that passes.
class Execution {
  constructor(json, stacks, frames) {
    this.tasks = listOf(json.tasks).map(String);
    this.steps = listOf(json.steps).map(objectOf);
    this.leftOut = numberOf(json.steps_left_out);
    this.gaps = listOf(json.left_out).map(objectOf);
    if (this.gaps.length === 0 && this.leftOut > 0 && this.steps.length > 0) {
      this.gaps = [{from: 1, to: numberOf(this.steps[0].step) - 1,
                    steps: this.leftOut}];
    }
    this.holds = new Timeline(listOf(json.holds).map(objectOf));
    this.waits = new Timeline(listOf(json.waits).map(objectOf));
    this.knowsHolds = Array.isArray(json.holds);
    this.stacks = stacks;
    this.frames = frames;
    this.lanes = new Map();
    for (const task of this.tasks) this.laneOf(task);
    for (const step of this.steps) this.laneOf(textOf(step.task));
    this.accesses = new Map();
    for (const access of listOf(json.accesses).map(objectOf)) {
      const step = numberOf(access.step);
      if (!this.accesses.has(step)) this.accesses.set(step, []);
      this.accesses.get(step).push(access);
    }
    this.last = numberOf((this.steps[this.steps.length - 1] || {}).step);
    for (const gap of this.gaps) this.last = Math.max(this.last, gap.to);
    this.byNumber = new Map();
    this.steps.forEach((step, i) => this.byNumber.set(step.step, i));
    this.markNeighbours();
  }

  laneOf(task) {
    if (!this.lanes.has(task)) this.lanes.set(task, this.lanes.size);
    return this.lanes.get(task);
  }

  // Steps that a reader needs to see how control went: those that decide, the
  // last before and the first after each switch, those that waited, named
  // points, the first and the last.
  markNeighbours() {
    this.short = this.steps.map((step, i) => {
      const next = this.steps[i + 1];
      return Boolean(i === 0 || !next || step.critical || step.switched ||
                     step.waited || next.switched ||
                     step.operation === 'point');
    });
  }

  stackOf(fact) {
    const numbers = listOf(this.stacks[fact.stack]);
    return numbers.map((i) => objectOf(this.frames[i]));
  }

  accessesOf(step) {
    return this.accesses.get(step.step) || [];
  }

  // What is held and who waits after `step`, with the circle of those who wait
  // for each other, if there is one.
  stateAt(number) {
    const holds = this.holds.at(number);
    const waits = this.waits.at(number);
    const holders = new Map();
    for (const hold of holds) {
      if (!holders.has(hold.object)) holders.set(hold.object, []);
      holders.get(hold.object).push(hold.task);
    }
    const blockers = new Map();
    for (const wait of waits) {
      const by = holders.get(wait.object) ||
          (this.tasks.includes(wait.object) ? [wait.object] : []);
      blockers.set(wait.task, by);
    }
    return {holds, waits, blockers, circle: circleOf(blockers)};
  }
}

// The tasks of a circle in a graph of who waits for whom, in its order.
function circleOf(blockers) {
  const done = new Set();
  for (const start of blockers.keys()) {
    const path = [];
    const walk = (task) => {
      const at = path.indexOf(task);
      if (at >= 0) return path.slice(at);
      if (done.has(task)) return null;
      path.push(task);
      for (const next of blockers.get(task) || []) {
        const circle = walk(next);
        if (circle) return circle;
      }
      path.pop();
      done.add(task);
      return null;
    };
    const circle = walk(start);
    if (circle) return circle;
  }
  return [];
}

const operationOf = (step) =>
    textOf(step.operation) === 'point' ? textOf(step.object) :
    (textOf(step.operation) + ' ' + textOf(step.object)).trim();

function valueText(access) {
  if (access.before === undefined) return '';
  const changes = /write|store|change/.test(textOf(access.operation));
  return changes ? access.before + ' → ' + access.after : String(access.before);
}

// The values of a step, in as few words as a row has room for.
function valuesOf(execution, step) {
  const own = execution.accessesOf(step).find(
      (access) => access.operation === step.operation &&
          access.before !== undefined);
  return own ? valueText(own) : '';
}

class Story {
  constructor(test, finding) {
    const json = objectOf(finding.story);
    const stacks = listOf(json.stacks);
    const frames = listOf(json.frames);
    this.test = test;
    this.finding = finding;
    this.explanation = objectOf(json.explanation);
    this.orders = listOf(this.explanation.orders).map(objectOf);
    this.failing = new Execution(json, stacks, frames);
    this.passing = json.passing ?
        new Execution(objectOf(json.passing), stacks, frames) : null;
    this.reversed = listOf(objectOf(json.passing).orders).map(objectOf);
    this.hasSteps = this.failing.steps.length > 0;
  }

  // The objects of all steps, each with the number of its steps.
  objects() {
    const counts = new Map();
    for (const execution of [this.failing, this.passing]) {
      if (!execution) continue;
      for (const step of execution.steps) {
        for (const object of objectsOf(execution, step)) {
          counts.set(object, (counts.get(object) || 0) +
                                 (execution === this.failing ? 1 : 0));
        }
      }
    }
    return [...counts].sort((a, b) => a[0].localeCompare(b[0], 'en', {
      numeric: true,
    }));
  }

  // A row has what the execution that fails did (`left`) and what one that
  // passes did (`right`); `same`: the very same step.
  rows({object, short, beside}) {
    const shows = (execution, i) => {
      const step = execution.steps[i];
      if (short && !execution.short[i]) return false;
      return object === '' || objectsOf(execution, step).includes(object);
    };
    const left = itemsOf(this.failing, shows, !beside);
    if (!beside || !this.passing) {
      return left.map((item) => ({left: item, right: null, same: false}));
    }
    return align(left, itemsOf(this.passing, shows, false));
  }
}

function objectsOf(execution, step) {
  const objects = new Set();
  if (textOf(step.object) !== '') objects.add(step.object);
  for (const access of execution.accessesOf(step)) {
    if (textOf(access.variable) !== '') objects.add(access.variable);
  }
  return [...objects];
}

// Steps, gaps (that the page doesn't hold) and folds (that it doesn't show).
function itemsOf(execution, shows, folds) {
  const items = [];
  let gap = 0;
  let folded = [];
  const unfold = () => {
    if (folded.length > 0 && folds) {
      items.push({kind: 'fold', steps: folded.length, from: folded[0],
                  to: folded[folded.length - 1]});
    }
    folded = [];
  };
  const gapsBefore = (number) => {
    while (gap < execution.gaps.length && execution.gaps[gap].from < number) {
      unfold();
      items.push({kind: 'gap', ...execution.gaps[gap++]});
    }
  };
  execution.steps.forEach((step, i) => {
    gapsBefore(step.step);
    if (!shows(execution, i)) {
      folded.push(step.step);
      return;
    }
    unfold();
    items.push({kind: 'step', step, execution, moved: '',
                before: execution.steps[i - 1]});
  });
  gapsBefore(Infinity);
  unfold();
  return items;
}

const keyOf = (item) => (item.kind === 'step' && item.step.at !== undefined ?
                         item.step.task + ' ' + item.step.at : null);

// The longest sequence of steps that both have in the same order; pairs of
// indices. (Patience sorting, since no step is there twice.)
function commonSteps(left, right) {
  const where = new Map();
  right.forEach((item, i) => {
    const key = keyOf(item);
    if (key !== null) where.set(key, i);
  });
  const piles = [];  // indices into `pairs` of the last of each length
  const pairs = [];
  left.forEach((item, i) => {
    const at = where.get(keyOf(item));
    if (at === undefined) return;
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[piles[middle]].right < at) low = middle + 1; else high = middle;
    }
    pairs.push({left: i, right: at, previous: low > 0 ? piles[low - 1] : -1});
    piles[low] = pairs.length - 1;
  });
  const common = [];
  for (let k = piles.length > 0 ? piles[piles.length - 1] : -1; k >= 0;
       k = pairs[k].previous) {
    common.push(pairs[k]);
  }
  return common.reverse();
}

function align(left, right) {
  const keys = (items) => new Set(items.map(keyOf));
  const inLeft = keys(left);
  const inRight = keys(right);
  const rows = [];
  const mark = (item, others) => {
    if (item && item.kind === 'step') {
      item.moved = others.has(keyOf(item)) ? 'moved' : 'alone';
    }
    return item || null;
  };
  let i = 0;
  let j = 0;
  const apart = (iEnd, jEnd) => {
    while (i < iEnd || j < jEnd) {
      rows.push({left: mark(i < iEnd ? left[i++] : null, inRight),
                 right: mark(j < jEnd ? right[j++] : null, inLeft),
                 same: false});
    }
  };
  for (const pair of commonSteps(left, right)) {
    apart(pair.left, pair.right);
    rows.push({left: left[i++], right: right[j++], same: true});
  }
  apart(left.length, right.length);
  return rows;
}
