import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { htmlToText } from './html-to-text.ts';

describe('a person sees the same lines in the text as in the page', () => {
  test.each([
    ['<p>快递太慢了</p><p>我要退款</p>', '快递太慢了\n\n我要退款'],
    ['<p>Too slow</p><p>I want a refund</p>', 'Too slow\n\nI want a refund'],
    ['你好<br>世界<br/>再见', '你好\n世界\n再见'],
    ['<ul><li>味道差</li><li>分量少</li></ul>', '味道差\n分量少'],
    ['<table><tr><td>订单</td><td>A-1</td></tr><tr><td>Status</td><td>late</td></tr></table>', '订单\tA-1\nStatus\tlate'],
    ['a &lt;b&gt; &amp; c&nbsp;d &#20320;&#x597d;', 'a <b> & c d 你好'],
    ['<a href="https://x.example">点这里</a> now', '点这里 now'],
    ['<pre>一\n二</pre>', '一\n二'],
    ['<title>T</title><style>p{}</style><script>if (a<b) x()</script>正文', '正文'],
    ['<head><title>x</title><body>有头无尾', '有头无尾'],
    ['<div style="display:none">preheader</div>Hello', 'Hello'],
    ['<span style="FONT-SIZE:0px; color:#fff">预览</span>您好', '您好'],
    ['<div style="mso-hide:all">x<div>y</div>z</div>可见', '可见'],
    ['<p style="font-size:0.9em">小字</p>', '小字'],
    ['<img src="https://t.example/p.gif" width="1" height="1">Hi', 'Hi'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ])('%s', (html, text) => expect(htmlToText(html)).toBe(text));
});

describe('text is never lost silently', () => {
  test.each(['<div>', '<b>', '<table><tr><td>', '<blockquote><ul><li>'])('under 50,000 open %s', (tag) => {
    expect(htmlToText(`${tag.repeat(50_000)}我的投诉 my complaint`)).toContain('我的投诉 my complaint');
  });
  test('with 100,000 end tags that close nothing', () => {
    expect(htmlToText(`${'<div>'.repeat(100_000)}${'</b>'.repeat(100_000)}仍在`)).toBe('仍在');
  });
  test('when an element hidden by style is never closed', () => {
    expect(htmlToText('<div style="display:none">甲<p>乙')).toContain('乙');
  });
  test('when all of it is hidden', () => expect(htmlToText('<div style="display:none">只有这句</div>')).toBe('只有这句'));
  test('plain words survive any markup around them', () => {
    const tag = fc.constantFrom('<p>', '</p>', '<div>', '</td>', '<br>', '<table>', '</span>', '<li>', '<i>');
    fc.assert(
      fc.property(fc.array(tag), fc.array(tag), (before, after) => {
        expect(htmlToText(`${before.join('')}退款refund${after.join('')}`)).toContain('退款refund');
      }),
    );
  });
});

test('never throws and leaves no tag of its own', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('<', '>', '&', '<!--', '<![CDATA[', '&#0;', '&#xD800;', '<script', '<p style="', '\ud800', '\0'),
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => typeof htmlToText(pieces.join('')) === 'string'));
});
