/// What the recognition page needs beside ``ReportStyle``.
enum RecognitionStyle {
  static let css = """
    caption{text-align:left;color:var(--soft);font-size:13px;padding:0 0 6px}
    h3{margin:18px 0 8px;font-size:15px;font-weight:650}
    p{overflow-wrap:anywhere}
    .scroll{overflow-x:auto}
    table.data td,table.data th{vertical-align:top}
    table.data tbody th,table.data td.words{text-align:left}
    td.none{color:var(--soft)}
    td small,th small{display:block;color:var(--soft);font-size:11.5px}
    .mark{display:inline-block;font-size:11px;line-height:1.5;color:var(--soft);border:1px solid var(--line);border-radius:4px;padding:0 5px;margin-left:5px}
    .beside{display:flex;flex-wrap:wrap;gap:4px 36px;align-items:flex-start}
    .beside>*{min-width:0;max-width:100%}.beside>div{flex:1 1 280px}
    .map{margin:0 0 12px;overflow-x:auto}
    .map svg{display:block;max-width:none}
    .map text{font-family:inherit}
    .map .name{font-size:12px;fill:var(--ink)}.map .tick{font-size:11px}
    .map .count{font-size:11px;fill:var(--ink)}
    .map .ground{fill:var(--track)}.hit{fill:var(--left)}.miss{fill:var(--right)}
    .bar.high{fill:var(--left)}.bar.low{fill:var(--right)}
    .key i{display:inline-block;width:11px;height:11px;border-radius:3px;margin:0 4px 0 10px;vertical-align:-1px}
    .key i.hit{background:var(--left)}.key i.miss{background:var(--right)}
    details{border-top:1px solid var(--line);padding:8px 0}
    summary{cursor:pointer;font-weight:600}
    details[open]>summary{margin-bottom:10px}
    .pair>div{min-width:0}
    ul.words{margin:0 0 12px;padding-left:18px}
    svg.bars{max-width:420px}
    .splits{margin-top:16px}.splits th,.splits td{white-space:nowrap}.splits th,.splits td{padding-left:8px}.splits th:first-child{padding-left:4px}
    .labels{display:block;width:100%;max-width:560px}
    .labels .dot{fill:var(--left)}.labels polyline{fill:none;stroke:var(--left);stroke-width:1.8}.labels .dot.other{fill:var(--soft)}.labels polyline.other{stroke:var(--soft)}
    .papers{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(430px,100%),1fr));gap:8px 32px;align-items:start}
    .papers td{white-space:nowrap}.papers th[scope=row]{overflow-wrap:anywhere}.papers td.none{white-space:normal}
    .papers .mark{display:table;margin:2px 0 0 auto}
    .papers table{margin-bottom:4px}.papers th,.papers td{padding-left:8px}.papers th:first-child{padding-left:4px}
    .papers caption{color:var(--ink);font-size:14px;font-weight:650;padding-top:10px}
    a{color:var(--left)}
    """
}
