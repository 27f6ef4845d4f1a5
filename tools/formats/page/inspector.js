// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// What is known of one step: place, values, stack, locks, who waits for whom.

const kGraphNodesMax = 12;
const kListMax = 100;

// A list that says how much of it isn't there.
function limited(items, make, what) {
  const shown = items.slice(0, kListMax).map(make);
  if (items.length > kListMax) {
    shown.push(el('li', {
      class: 'quiet', text: 'and ' + many(items.length - kListMax, what),
    }));
  }
  return shown;
}

function sourceLine(location, source) {
  return el('p', {class: 'source'},
            el('span', {class: 'place v', text: location || 'place not known'}),
            textOf(source) === '' ? null :
                                    el('code', {class: 'v', text: source}));
}

function accessTable(accesses) {
  if (accesses.length === 0) return null;
  const rows = accesses.slice(0, kListMax).map(
      (access) => el('tr', {},
          el('td', {class: 'v', text: textOf(access.operation)}),
          el('th', {scope: 'row', class: 'v',
                    text: textOf(access.variable) || 'memory'}),
          el('td', {class: 'number-cell v',
                    text: access.before === undefined ? 'not known' :
                                                        access.before}),
          el('td', {class: 'number-cell v',
                    text: access.after === undefined ? 'not known' :
                                                       access.after})));
  return el('table', {class: 'facts'},
            el('caption', {text: 'Values'}),
            el('thead', {}, el('tr', {},
                ...['access', 'variable', 'before', 'after'].map(
                    (text) => el('th', {scope: 'col', text})))),
            el('tbody', {}, rows));
}

function stackList(execution, fact) {
  const frames = execution.stackOf(fact);
  if (frames.length === 0) return null;
  return el('section', {'aria-label': 'Stack'}, el('h4', {text: 'Stack'}),
            el('ol', {class: 'stack'}, limited(frames, (frame) => el('li', {},
                el('span', {class: 'function v',
                            text: textOf(frame.function) || 'a function'}),
                el('span', {class: 'place v', text: textOf(frame.location)})),
                'frame')));
}

// Shown where the pointer is; a step that is stepped to is in the inspector.
function tipOf(item) {
  if (item.kind !== 'step') return [el('p', {text: noteOf(item)})];
  const step = item.step;
  return [
    el('p', {class: 'tip-title v',
             text: textOf(step.task) + ': ' + operationOf(step)}),
    sourceLine(textOf(step.location), step.source),
    accessTable(item.execution.accessesOf(step)),
    stackList(item.execution, step),
  ].filter(Boolean);
}

class Inspector {
  // `act`: {jump(step), filter(object)}
  constructor(act) {
    this.act = act;
    this.panel = el('aside', {class: 'inspector', id: 'inspector',
                              'aria-label': 'The step in detail'});
  }

  show(row, total) {
    const item = [row.left, row.right].find(
        (one) => one && one.kind === 'step');
    if (!item) {
      this.panel.replaceChildren(
          el('p', {class: 'quiet', text: noteOf(row.left || row.right)}));
      return;
    }
    const parts = this.stepParts(item, total);
    if (row.right && row.right.kind === 'step' && item !== row.right) {
      parts.push(this.besideOf(row));
    }
    this.panel.replaceChildren(...parts.filter(Boolean));
  }

  stepParts(item, total) {
    const {step, execution} = item;
    const lane = execution.laneOf(textOf(step.task));
    const flags = [
      step.critical && 'decisive', step.switched && 'control changes here',
      step.waited && 'had to wait',
      textOf(step.liberty) !== '' && step.liberty,
      item.moved === 'moved' && 'elsewhere in the other order',
      item.moved === 'alone' && 'not in the other order',
    ].filter(Boolean);
    return [
      el('h3', {}, el('span', {class: 'dot hue-' + lane % 8,
                               'aria-hidden': 'true'}),
         el('span', {class: 'v', text: textOf(step.task)}),
         el('span', {class: 'quiet', text: ' step ' + count(step.step) +
                                           ' of ' + count(total)})),
      el('p', {class: 'operation v', text: operationOf(step)}),
      flags.length === 0 ? null :
          el('ul', {class: 'flags', 'aria-label': 'Marks'},
             flags.map((text) => el('li', {
               class: text === 'decisive' ? 'critical' : '', text,
             }))),
      sourceLine(textOf(step.location), step.source),
      accessTable(execution.accessesOf(step)),
      stackList(execution, step),
      ...this.stateParts(execution, step.step),
    ];
  }

  stateParts(execution, number) {
    if (!execution.knowsHolds) return [];
    const state = execution.stateAt(number);
    const parts = [el('h4', {text: 'Locks held after this step'})];
    if (state.holds.length === 0) {
      parts.push(el('p', {class: 'quiet', text: 'None.'}));
    } else {
      parts.push(el('ul', {class: 'holds'},
                    limited(state.holds, (hold) => this.holdLine(hold),
                            'lock')));
    }
    parts.push(el('h4', {text: 'Who waits for whom'}));
    if (state.waits.length === 0) {
      parts.push(el('p', {class: 'quiet', text: 'Nobody waits.'}));
    } else {
      if (state.circle.length > 0) {
        parts.push(el('p', {class: 'circle v', text: 'They wait in a circle: ' +
            [...state.circle, state.circle[0]].join(' → ')}));
      }
      parts.push(graphOf(execution, state));
      parts.push(el('ul', {class: 'waits'},
                    limited(state.waits,
                            (wait) => this.waitLine(state, wait), 'task')));
    }
    return [el('section', {'aria-label': 'Locks and waits'}, parts)];
  }

  stepLink(number) {
    return button('step ' + count(number), () => this.act.jump(number),
                  {class: 'link'});
  }

  objectLink(object) {
    return button(object, () => this.act.filter(object), {
      class: 'link v', title: 'Show the steps on it only',
    });
  }

  holdLine(hold) {
    return el('li', {}, this.objectLink(textOf(hold.object)), ': ',
              el('b', {class: 'v', text: textOf(hold.task)}),
              hold.shared ? ' (for reading)' : '', ', since ',
              this.stepLink(numberOf(hold.from)));
  }

  waitLine(state, wait) {
    const by = state.blockers.get(wait.task) || [];
    return el('li', {}, el('b', {class: 'v', text: textOf(wait.task)}),
              ' stands before ' + textOf(wait.operation) + ' ',
              textOf(wait.object) === '' ? '' :
                                           this.objectLink(wait.object),
              by.length > 0 && !by.includes(wait.object) ?
                  [', held by ', el('b', {class: 'v', text: by.join(', ')})] :
                  '');
  }

  besideOf(row) {
    const {step, execution} = row.right;
    const state = execution.stateAt(step.step);
    return el('section', {class: 'beside', 'aria-label':
                              'Beside it, in the order that passes'},
              el('h4', {text: row.same ? 'The same step in the order that ' +
                                         'passes' :
                                         'Beside it, in the order that ' +
                                         'passes'}),
              el('p', {class: 'v', text: 'step ' + count(step.step) + ', ' +
                  textOf(step.task) + ': ' + operationOf(step) + ' ' +
                  valuesOf(execution, step)}),
              row.same ? null :
                         sourceLine(textOf(step.location), step.source),
              state.holds.length === 0 ? null : el('p', {class: 'quiet v',
                  text: 'Held there: ' + state.holds.slice(0, kListMax).map(
                      (hold) => hold.object + ' by ' + hold.task)
                      .join(', ')}));
  }
}

// Tasks on the left, what they wait for on the right.
function graphOf(execution, state) {
  const tasks = new Set();
  const objects = new Set();
  for (const wait of state.waits) {
    tasks.add(wait.task);
    if (execution.tasks.includes(wait.object)) tasks.add(wait.object);
    else if (textOf(wait.object) !== '') objects.add(wait.object);
  }
  for (const hold of state.holds) {
    if (objects.has(hold.object)) tasks.add(hold.task);
  }
  if (tasks.size > kGraphNodesMax || objects.size > kGraphNodesMax) {
    return el('p', {class: 'quiet', text: 'Too many to draw; the list has ' +
                                          'all of them.'});
  }
  const kStep = 48;
  const kWidth = 330;
  const place = (names, x) => new Map(
      [...names].map((name, i) => [name, {x, y: 24 + i * kStep}]));
  const byLane = (a, b) => execution.laneOf(a) - execution.laneOf(b);
  const taskAt = place([...tasks].sort(byLane), 88);
  const objectAt = place(objects, kWidth - 72);
  const height = 16 + kStep * Math.max(taskAt.size, objectAt.size);
  const inCircle = (from, to) => {
    const at = state.circle.indexOf(from);
    return at >= 0 &&
        state.circle[(at + 1) % state.circle.length] === to;
  };
  const edges = [];
  for (const wait of state.waits) {
    const from = taskAt.get(wait.task);
    const by = state.blockers.get(wait.task) || [];
    const hot = by.some((task) => inCircle(wait.task, task));
    const object = objectAt.get(wait.object);
    if (object) {
      edges.push(edgeLine('waits', hot, from.x + 56, from.y - 5,
                          object.x - 60, object.y - 5));
      for (const task of by) {
        const holder = taskAt.get(task);
        if (!holder) continue;
        edges.push(edgeLine('held', inCircle(wait.task, task), object.x - 58,
                            object.y + 5, holder.x + 58, holder.y + 5));
      }
    } else if (taskAt.has(wait.object)) {
      const to = taskAt.get(wait.object);
      edges.push(edgeCurve(inCircle(wait.task, wait.object), from, to));
    }
  }
  const nodes = [
    ...[...taskAt].map(([name, at]) => graphNode(
        'task hue-' + execution.laneOf(name) % 8, name, at, 56)),
    ...[...objectAt].map(([name, at]) => graphNode('object', name, at, 58)),
  ];
  const label = 'Who waits for whom: ' + state.waits.map((wait) => {
    const by = state.blockers.get(wait.task) || [];
    return wait.task + ' waits for ' +
        (textOf(wait.object) || textOf(wait.operation)) +
        (by.length > 0 && !by.includes(wait.object) ?
         ', which ' + by.join(' and ') + ' holds' : '');
  }).join('; ');
  return svg('svg', {
    class: 'graph', role: 'img', 'aria-label': label,
    viewBox: '0 0 ' + kWidth + ' ' + height,
    width: kWidth, height,
  }, arrowHead('arrow'), arrowHead('arrow-hot'), ...edges, ...nodes);
}

function arrowHead(id) {
  return svg('marker', {id, class: id, viewBox: '0 0 8 8', refX: 7, refY: 4,
                        markerWidth: 7, markerHeight: 7, orient: 'auto'},
             svg('path', {d: 'M0 0 L8 4 L0 8 Z'}));
}

function edgeLine(kind, hot, x1, y1, x2, y2) {
  return svg('line', {class: 'edge ' + kind + (hot ? ' hot' : ''), x1, y1, x2,
                      y2, 'marker-end': 'url(#arrow' + (hot ? '-hot' : '') +
                                        ')'});
}

// From a task to a task, around the left of what is between.
function edgeCurve(hot, from, to) {
  const x = from.x - 56;
  const bend = x - 14 - Math.min(14, Math.abs(from.y - to.y) / 6);
  return svg('path', {
    class: 'edge waits' + (hot ? ' hot' : ''),
    d: 'M' + x + ' ' + from.y + ' C' + bend + ' ' + from.y + ' ' + bend + ' ' +
        to.y + ' ' + x + ' ' + to.y,
    'marker-end': 'url(#arrow' + (hot ? '-hot' : '') + ')',
  });
}

function graphNode(kind, name, at, half) {
  const shown = name.length > 15 ? name.slice(0, 14) + '…' : name;
  return svg('g', {class: 'node ' + kind},
             svg('rect', {x: at.x - half, y: at.y - 15, width: 2 * half,
                          height: 30, rx: kind === 'object' ? 3 : 15}),
             svg('text', {x: at.x, y: at.y + 4.5, text: shown}));
}
