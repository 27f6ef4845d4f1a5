// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Elements are made here and nowhere else. Text of the program is only ever
// given to textContent and to attributes that hold text (class names and ids
// are the page's own); nothing is parsed as markup.

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, properties, children) {
  for (const [key, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'text') {
      node.textContent = String(value);
    } else if (key === 'on') {
      for (const [event, act] of Object.entries(value)) {
        node.addEventListener(event, act);
      }
    } else if (key === 'css') {
      for (const [name, to] of Object.entries(value)) {
        node.style.setProperty(name, to);
      }
    } else {
      node.setAttribute(key, value === true ? '' : String(value));
    }
  }
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child);  // a string becomes a text node
  }
  return node;
}

function el(name, properties, ...children) {
  return fill(document.createElement(name), properties, children.flat(Infinity));
}

function svg(name, properties, ...children) {
  return fill(document.createElementNS(SVG, name), properties, children.flat(Infinity));
}

function button(text, act, properties) {
  return el('button', {type: 'button', text, on: {click: act}, ...properties});
}

// Fields of the data: what isn't there, or is something else, is empty.
const listOf = (value) => (Array.isArray(value) ? value : []);
const objectOf = (value) =>
    (value !== null && typeof value === 'object' && !Array.isArray(value)) ?
    value : {};
const textOf = (value) => (typeof value === 'string' ? value : '');
const numberOf = (value) =>
    (typeof value === 'number' && Number.isFinite(value) ? value : 0);

// "12,345": the same everywhere, whatever the reader's language.
function count(number) {
  const [whole, part] = String(number).split('.');
  if (!/^-?\d+$/.test(whole)) return String(number);
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return part === undefined ? grouped : grouped + '.' + part;
}

function many(number, one, more) {
  return count(number) + ' ' + (number === 1 ? one : (more || one + 's'));
}

// "1.2e6" from 10,000 on, and no more digits than mean something.
function about(number) {
  if (typeof number !== 'number') return 'more than 1e308';
  if (Math.abs(number) < 1e4) return count(Math.round(number));
  return number.toExponential(1).replace('e+', 'e').replace('.0e', 'e');
}

function percent(share) {
  const shown = 100 * share;
  if (shown > 0 && shown < 0.1) return 'less than 0.1 %';
  if (shown > 99.9 && shown < 100) return '99.9 %';
  return (shown >= 10 ? shown.toFixed(0) : shown.toFixed(1)) + ' %';
}

// No task alone is at fault in a deadlock, whoever came to it last.
const taskOf = (finding) =>
    (finding.kind === 'deadlock' ? '' : textOf(finding.task));
