// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// An exploration: how far it came, what came out, what was covered, findings.

function badge(verdict) {
  const marks = {failed: '✕', verified: '✓', passed: '✓'};
  return el('span', {
    class: 'badge badge-' + (marks[verdict] ? verdict : 'other'),
  }, el('span', {'aria-hidden': 'true', text: marks[verdict] || '•'}), ' ',
     el('span', {class: 'v', text: verdict}));
}

function tiles(facts) {
  return el('dl', {class: 'tiles'},
            facts.filter((fact) => fact[1] !== '').map(([name, value, more]) =>
                el('div', {}, el('dt', {text: name}),
                   el('dd', {}, el('span', {class: 'v', text: value}),
                      more ? el('small', {class: 'v', text: more}) : null))));
}

// A share as a bar, with the number beside it.
function bar(share, label) {
  const whole = Math.max(0, Math.min(1, share));
  return el('div', {class: 'bar', role: 'meter', 'aria-label': label,
                    'aria-valuemin': 0, 'aria-valuemax': 100,
                    'aria-valuenow': (100 * whole).toFixed(1),
                    'aria-valuetext': percent(whole)},
            el('div', {css: {width: 100 * whole + '%'}}));
}

function table(caption, heads, rows, properties) {
  return el('div', {class: 'table-frame', tabindex: 0, role: 'region',
                    'aria-label': caption},
            el('table', properties, el('caption', {text: caption}),
               el('thead', {}, el('tr', {}, heads.map(
                   (text, i) => el('th', {
                     scope: 'col', text,
                     class: rows.length > 0 && typeof rows[0][i] === 'number' ?
                         'number-cell' : null,
                   })))),
               el('tbody', {}, rows.map((cells) => el('tr', {}, cells.map(
                   (cell, i) => (cell instanceof Node ? el('td', {}, cell) :
                     el(i === 0 ? 'th' : 'td', {
                       scope: i === 0 ? 'row' : null,
                       class: 'v' + (typeof cell === 'number' ?
                                     ' number-cell' : ''),
                       text: typeof cell === 'number' ? count(cell) : cell,
                     }))))))));
}

function leftOutLine(number, what) {
  return number > 0 ?
      el('p', {class: 'quiet', text: many(number, what) +
                                     ' more are not on this page; the ' +
                                     'result that it was made of has them.'}) :
      null;
}

function progressTiles(test) {
  const executions = numberOf(test.executions);
  const seconds = numberOf(test.seconds);
  const estimate = objectOf(test.estimate);
  const coverage = objectOf(test.coverage);
  const bound = objectOf(test.bound);
  const distinct = test.coverage ?
      numberOf(coverage.distinct_traces) :
      listOf(test.members).reduce(
          (sum, member) => sum + numberOf(objectOf(member).distinct_traces), 0);
  return tiles([
    ['Executions', count(executions)],
    ['Time', seconds.toFixed(2) + ' s'],
    ['Rate', seconds > 0 ? about(executions / seconds) + ' per second' : ''],
    ['Steps', test.steps ? count(numberOf(test.steps)) : ''],
    ['Distinct traces', distinct > 0 ? count(distinct) : '',
     coverage.more_traces ? 'or more' :
     test.coverage || listOf(test.members).length < 2 ? '' :
         'members together, some may be the same'],
    ['Schedules there are, about',
     test.estimate ? about(estimate.value) : '',
     test.estimate ? 'between ' + about(estimate.low) + ' and ' +
                         about(estimate.high) : ''],
    ['Within', test.bound ? 'at most ' + bound.most + ' ' + bound.of : ''],
    ['Stopped by', textOf(test.stopped_by)],
    ['Strategy', textOf(test.strategy)],
    ['Seed', test.seed === undefined ? '' : String(test.seed)],
    ['Neighbours tried', test.neighbours ? count(test.neighbours) : ''],
  ]);
}

function doneLine(test) {
  if (test.done === undefined && !test.exhausted) return null;
  const share = test.exhausted ? 1 : numberOf(test.done);
  return el('div', {class: 'done'},
            el('p', {text: test.exhausted ? 'Searched to its end.' :
                'Searched: ' + percent(share) + ' of this space.'}),
            bar(share, 'Share of the space that was searched'));
}

function membersTable(test) {
  const members = listOf(test.members).map(objectOf);
  if (members.length === 0) return null;
  const most = Math.max(1, ...members.map((one) => numberOf(one.executions)));
  return table('Executions by member', ['strategy', 'executions',
                                        'distinct traces, about', ''],
               members.map((one) => [
                 textOf(one.name), numberOf(one.executions),
                 numberOf(one.distinct_traces),
                 bar(numberOf(one.executions) / most,
                     'Executions of ' + textOf(one.name)),
               ]));
}

function outcomesTable(test) {
  const outcomes = listOf(test.outcomes).map(objectOf);
  if (outcomes.length === 0) return null;
  const all = outcomes.reduce((sum, one) => sum + numberOf(one.count), 0);
  return el('section', {'aria-label': 'Outcomes'},
      el('h3', {text: 'Outcomes'}),
      table('What executions came to', ['outcome', 'executions', 'share', '',
                                        'one schedule that has it'],
            outcomes.map((one) => [
              textOf(one.value), numberOf(one.count),
              percent(numberOf(one.count) / Math.max(1, all)),
              bar(numberOf(one.count) / Math.max(1, all),
                  'Share of ' + textOf(one.value)),
              textOf(one.token),
            ])),
      leftOutLine(numberOf(test.outcomes_left_out), 'outcome'));
}

function confidenceTable(test) {
  const confidence = objectOf(test.confidence);
  const depths = listOf(confidence.depths).map(objectOf);
  if (depths.length === 0) return null;
  return table('How sure: with what probability a bug of each depth would ' +
                   'have been found (' +
                   many(numberOf(confidence.tasks), 'task') + ', ' +
                   many(numberOf(confidence.steps), 'step') + ')',
               ['depth', 'executions', 'at least'],
               depths.map((one) => [numberOf(one.depth),
                                    numberOf(one.executions),
                                    percent(numberOf(one.probability))]));
}

function coverageSection(test) {
  if (!test.coverage) return null;
  const coverage = objectOf(test.coverage);
  const pairs = listOf(coverage.pairs).map(objectOf);
  const reads = listOf(coverage.reads).map(objectOf);
  const points = listOf(coverage.points).map(String);
  const oneOrder = pairs.filter((pair) => pair.one_order_only);
  const pairRows = (some) => some.map((pair) => [
    textOf(pair.first), textOf(pair.second),
    pair.of_points ? 'named points' : pair.on_object ? 'one object' : '',
  ]);
  return el('section', {'aria-label': 'Coverage'}, el('h3', {text: 'Coverage'}),
      tiles([
        ['Distinct traces', count(numberOf(coverage.distinct_traces)),
         coverage.more_traces ? 'or more' :
         coverage.sees_memory ? '' : 'by synchronisation'],
        ['Named points reached', count(points.length)],
        ['Ordered pairs', count(pairs.length +
                                numberOf(coverage.pairs_left_out))],
        ['Seen in one order only', count(oneOrder.length)],
        ['Places that read', count(reads.length +
                                   numberOf(coverage.reads_left_out))],
      ]),
      points.length === 0 ? null :
          el('details', {open: points.length <= 20},
             el('summary', {text: 'Named points reached (' +
                                  count(points.length) + ')'}),
             el('ul', {class: 'points'}, points.map(
                 (text) => el('li', {class: 'v', text})))),
      oneOrder.length === 0 ? null :
          el('details', {open: true},
             el('summary', {text: 'Seen in one order only (' +
                                  count(oneOrder.length) + ')'}),
             table('The first before the second, never after',
                   ['first', 'second', 'what'], pairRows(oneOrder))),
      pairs.length === 0 ? null :
          el('details', {}, el('summary', {text: 'All ordered pairs (' +
                                                 count(pairs.length) + ')'}),
             table('One task came to the second directly after another was ' +
                       'at the first',
                   ['first', 'second', 'what'], pairRows(pairs)),
             leftOutLine(numberOf(coverage.pairs_left_out), 'pair')),
      reads.length === 0 ? null :
          el('details', {}, el('summary', {text: 'What was read (' +
                                                 count(reads.length) + ')'}),
             table('Which writes each place read',
                   ['place', 'read from'], reads.map((read) => [
                     textOf(read.place),
                     listOf(read.from).map(String).join(', '),
                   ])),
             leftOutLine(numberOf(coverage.reads_left_out), 'place')));
}

// Findings that are none of the test's failures.
function notedList(items, title) {
  const noted = listOf(items).map(objectOf);
  if (noted.length === 0) return null;
  return el('section', {'aria-label': title}, el('h3', {text: title}),
            el('ul', {class: 'noted'}, limited(noted, (one) => el('li', {},
                el('span', {class: 'place v', text: textOf(one.location)}), ' ',
                el('span', {class: 'v', text: textOf(one.message)}), ' ',
                el('code', {class: 'v', text: textOf(one.schedule)})),
                'more')));
}

function findingsList(stories) {
  if (stories.length === 0) {
    return el('p', {class: 'quiet', text: 'No findings.'});
  }
  return el('ol', {class: 'findings'}, stories.map((story) => {
    const finding = story.finding;
    return el('li', {}, el('a', {href: '#finding=' + story.number},
                           el('b', {class: 'v', text: textOf(finding.kind)}),
                           taskOf(finding) === '' ? '' :
                               [' in ', el('span', {class: 'v',
                                                    text: taskOf(finding)})]),
              ' ', el('span', {class: 'place v',
                               text: textOf(finding.location)}),
              el('p', {class: 'message v',
                       text: textOf(finding.message).slice(0, 400)}),
              textOf(story.explanation.defect) === '' ? null :
                  el('p', {class: 'quiet'}, 'It is a ',
                     el('b', {class: 'v', text: story.explanation.defect}),
                     '.'));
  }));
}

function testSection(test, stories) {
  const replay = objectOf(test.replay);
  return el('article', {class: 'test'},
      el('h2', {}, el('span', {class: 'v', text: textOf(test.name)}), ' ',
         badge(textOf(test.verdict))),
      el('p', {class: 'sentence v', text: textOf(test.sentence)}),
      test.replay ? el('p', {class: 'v', text: 'Replay: ' +
          textOf(replay.verdict) + (replay.step ? ' at step ' + replay.step :
                                                  '') + '. ' +
          textOf(replay.reason)}) : null,
      test.interrupted ? el('p', {class: 'v', text:
          'It was interrupted before its end. ' +
          (textOf(test.checkpoint) === '' ? '' :
               'Go on from ' + test.checkpoint + '.')}) : null,
      test.nothing_controlled ?
          el('p', {class: 'problem', text: 'No task was controlled.'}) : null,
      listOf(test.problems).map((text) => el('p', {class: 'problem v',
                                                   text: String(text)})),
      el('section', {'aria-label': 'Progress'}, el('h3', {text: 'Progress'}),
         doneLine(test), progressTiles(test), membersTable(test),
         confidenceTable(test)),
      el('section', {'aria-label': 'Findings'}, el('h3', {text: 'Findings'}),
         findingsList(stories)),
      outcomesTable(test), coverageSection(test),
      notedList(test.races, 'Races noted'),
      notedList(test.only_timeouts, 'Only a timeout let it go on'));
}

function overviewPage(result, stories) {
  const tests = listOf(result.tests).map(objectOf);
  return el('div', {class: 'overview'},
      el('h1', {}, 'Exploration of ',
         el('span', {class: 'v', text: textOf(result.program)}), ' ',
         badge(textOf(result.verdict))),
      tests.length > 1 ? tiles([
        ['Tests', count(tests.length)],
        ['Findings', count(stories.length)],
        ['Executions', count(numberOf(result.executions))],
        ['Time', numberOf(result.seconds).toFixed(2) + ' s'],
      ]) : null,
      tests.map((test) => testSection(
          test, stories.filter((story) => story.test === test))));
}
