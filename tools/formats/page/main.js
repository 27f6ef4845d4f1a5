// Copyright 2026 The Interleave Authors. SPDX-License-Identifier: Apache-2.0
//
// Which page is shown, the keys, light and dark.

const kKeys = [
  ['↓ or j, ↑ or k', 'next step, step before'],
  ['n, p', 'next switch, switch before'],
  ['c, C', 'next decisive step, the one before'],
  ['Home, End', 'first step, last step'],
  ['Page Down, Page Up', 'a page of steps on, back'],
  ['f', 'choose the object to filter by; Escape goes back to the steps'],
  ['b', 'show or hide the order that passes'],
  ['s', 'all steps, or those around switches'],
  ['[ and ]', 'finding before, next finding'],
  ['o', 'the overview of the exploration'],
  ['t', 'light, dark, or as the system has it'],
  ['?', 'these keys'],
];

class Page {
  constructor(result) {
    this.result = result;
    this.result.tests = listOf(result.tests).map(objectOf);
    this.findings = [];
    for (const test of this.result.tests) {
      for (const finding of listOf(test.findings)) {
        this.findings.push({
          test, finding: objectOf(finding), number: this.findings.length + 1,
          explanation: objectOf(objectOf(objectOf(finding).story).explanation),
        });
      }
    }
    this.main = el('main', {id: 'main', tabindex: -1});
    this.theme = button('', () => this.nextTheme(), {id: 'theme'});
    this.help = el('dialog', {id: 'help', 'aria-labelledby': 'help-title'},
        el('h2', {id: 'help-title', text: 'Keys'}),
        el('dl', {class: 'keys'}, kKeys.map(([keys, what]) => el('div', {},
            el('dt', {text: keys}), el('dd', {text: what})))),
        button('Close', () => this.help.close(), {class: 'plain'}));
    this.links = el('nav', {'aria-label': 'Findings'});
    this.node = el('div', {id: 'app'},
        el('header', {class: 'top'},
           el('span', {class: 'brand', text: 'Interleave'}), this.links,
           el('div', {class: 'tools'}, this.theme,
              button('Keys', () => this.help.showModal(),
                     {id: 'keys', title: 'Keys (?)'}))),
        this.main, this.help);
    this.showTheme('auto');
  }

  start() {
    document.body.prepend(this.node);
    document.documentElement.classList.add('has-script');
    addEventListener('hashchange', () => this.follow());
    document.addEventListener('keydown', (event) => this.key(event));
    this.follow();
  }

  // "#finding=2&step=17", "#overview".
  follow() {
    const said = new URLSearchParams(location.hash.slice(1));
    const alone = this.findings.length === 1;
    const number = said.has('overview') ? 0 :
        Number(said.get('finding') || (alone || said.has('step') ? 1 : 0));
    const finding = this.findings[number - 1];
    const step = Number(said.get('step')) || 0;
    if (finding && this.page && this.page.number === number) {
      if (step && step !== this.page.story.currentStep()) {
        this.page.story.jump(step);
      }
      return;
    }
    if (this.page) this.page.story.leave();
    this.page = null;
    this.showLinks(finding ? number : 0);
    if (!finding) {
      document.title = 'Interleave: ' + textOf(this.result.program);
      this.main.replaceChildren(overviewPage(this.result, this.findings));
      return;
    }
    document.title = 'Interleave: ' + textOf(finding.finding.kind) + ', ' +
        textOf(finding.test.name);
    const story = new StoryPage(new Story(finding.test, finding.finding),
                                {moved: (at) => this.moved(number, at)});
    this.page = {number, story};
    this.main.replaceChildren(story.node);
    story.open(step);
  }

  // The address says where one is, and the way back stays short.
  moved(number, step) {
    clearTimeout(this.writing);
    this.writing = setTimeout(() => {
      history.replaceState(null, '', '#finding=' + number + '&step=' + step);
    }, 80);
  }

  showLinks(current) {
    const link = (number, text) => el('a', {
      href: number === 0 ? '#overview' : '#finding=' + number,
      'aria-current': number === current ? 'page' : null,
    }, el('span', {class: 'v', text}));
    this.links.replaceChildren(
        link(0, 'Overview'),
        ...this.findings.map((one) => link(
            one.number, one.number + ' ' + textOf(one.finding.kind))));
  }

  nextTheme() {
    const themes = ['auto', 'light', 'dark'];
    this.showTheme(themes[(themes.indexOf(this.themeNow) + 1) % 3]);
  }

  showTheme(theme) {
    this.themeNow = theme;
    document.documentElement.classList.toggle('is-light', theme === 'light');
    document.documentElement.classList.toggle('is-dark', theme === 'dark');
    const names = {auto: 'as the system', light: 'light', dark: 'dark'};
    this.theme.textContent = {auto: '◐', light: '☼', dark: '☾'}[theme];
    this.theme.setAttribute('aria-label', 'Colours: ' + names[theme]);
    this.theme.setAttribute('title', 'Colours: ' + names[theme] + ' (t)');
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || this.help.open) {
      return;
    }
    const target = event.target instanceof Element ? event.target : null;
    if (event.key === 'Escape' && this.page) {
      this.page.story.hover(null, null);
      this.page.story.lanes.grid.focus({preventScroll: true});
      return;
    }
    if (target && target.closest('select, input, textarea, summary')) return;
    const act = this.actOf(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  actOf(key) {
    const everywhere = {
      't': () => this.nextTheme(),
      '?': () => this.help.showModal(),
      'o': () => { location.hash = '#overview'; },
      '[': () => this.turn(-1),
      ']': () => this.turn(1),
    };
    if (everywhere[key]) return everywhere[key];
    const story = this.page && this.page.story;
    if (!story || !story.story.hasSteps) return null;
    return {
      'ArrowDown': () => story.step(1),
      'j': () => story.step(1),
      'ArrowUp': () => story.step(-1),
      'k': () => story.step(-1),
      'n': () => story.seek(1, isSwitch),
      'p': () => story.seek(-1, isSwitch),
      'c': () => story.decisive(1),
      'C': () => story.decisive(-1),
      'Home': () => story.ends(false),
      'End': () => story.ends(true),
      'PageDown': () => story.page(1),
      'PageUp': () => story.page(-1),
      'f': () => story.filter.focus(),
      'b': () => story.besideBox.click(),
      's': () => {
        story.shown.value = story.shown.value === 'all' ? 'short' : 'all';
        story.refresh();
      },
    }[key] || null;
  }

  turn(by) {
    const number = (this.page ? this.page.number : 0) + by;
    if (number >= 1 && number <= this.findings.length) {
      location.hash = '#finding=' + number;
    }
  }
}

new Page(objectOf(JSON.parse(document.getElementById('data').textContent)))
    .start();
