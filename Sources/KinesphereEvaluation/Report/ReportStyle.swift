/// How the report looks: light or dark as the reader's system is, one column on a phone.
package enum ReportStyle {
  package static let css = """
    :root{color-scheme:light dark;--ground:#f6f5f2;--card:#fff;--ink:#1d2129;--soft:#69707d;--line:#e4e2dc;--track:#edebe6;
    --left:#1f78b4;--right:#d9660a;--mid:#4c5566;--good:#4a9a6a;--bad:#c8323c;--idle:#b9bcc4;--learn:#b99a3c;--floor:#d4d1c9}
    @media(prefers-color-scheme:dark){:root{--ground:#12151b;--card:#1a1f28;--ink:#e9eaee;--soft:#98a0ae;--line:#2a313d;--track:#252c37;
    --left:#5db4ee;--right:#ff9f4a;--mid:#c3cad6;--good:#58b981;--bad:#f0626b;--idle:#474e5b;--learn:#c9ad55;--floor:#333c4a}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;
    font-variant-numeric:tabular-nums}
    header,main,footer{max-width:1180px;margin:0 auto;padding:0 20px}
    header{padding-top:28px}
    .brand{margin:0;color:var(--right);font-weight:600;letter-spacing:.14em;text-transform:uppercase;font-size:12px}
    h1{margin:2px 0 2px;font-size:30px;line-height:1.2;font-weight:650;overflow-wrap:anywhere}
    h2{margin:0 0 10px;font-size:17px;font-weight:650}
    .sub,.note,footer,figcaption{color:var(--soft)}
    .sub{margin:0 0 18px}
    .note{font-size:13px;margin:0 0 10px}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;list-style:none;margin:0 0 16px;padding:0}
    .tiles li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:12px 16px}
    .tiles strong{display:block;font-size:25px;font-weight:650;line-height:1.25}
    .tiles span{color:var(--soft);font-size:13px}
    section{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:18px 20px;margin:0 0 16px}
    .views{display:grid;grid-template-columns:1fr 1fr;gap:16px}
    .views figure{margin:0;min-width:0}
    canvas,noscript img{display:block;width:100%;aspect-ratio:4/3;border-radius:8px;background:#0d1016}
    #space{background:var(--ground);cursor:grab;touch-action:none}
    #space:active{cursor:grabbing}
    figcaption{font-size:13px;margin-top:6px}
    .strip{display:block;width:100%;height:8px;margin:14px 0 8px;border-radius:4px}
    .ok{fill:var(--good)}.empty{fill:var(--idle)}.learning{fill:var(--learn)}.damaged{fill:var(--bad)}
    .controls{display:flex;gap:14px;align-items:center}
    .controls button{width:44px;height:44px;border-radius:50%;border:0;background:var(--ink);color:var(--card);font-size:16px;cursor:pointer}
    .controls input{flex:1;min-width:0;accent-color:var(--right)}
    .controls output{min-width:10.5em;text-align:right;color:var(--soft)}
    .options{display:flex;flex-wrap:wrap;gap:4px 18px;margin-top:10px;font-size:13px;align-items:center}
    .options .note{margin:0;flex-basis:100%}
    .options input{accent-color:var(--right)}
    .plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(320px,100%),1fr));gap:14px 22px}
    .plot{margin:0;min-width:0}
    .plot figcaption{color:var(--ink);font-size:13px;margin:0 0 2px;font-weight:600}
    .plot small{color:var(--soft);font-weight:400;margin:0 8px 0 4px}
    .plot svg{display:block;width:100%;cursor:crosshair}
    b.left,b.right{font-weight:600}b.left{color:var(--left)}b.right{color:var(--right)}
    .plot b{font-size:12px;margin-right:6px}
    .grid{stroke:var(--line);stroke-width:1}
    .tick,.label,.value{fill:var(--soft);font-size:10px;font-family:inherit}
    .curve{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
    .curve.mid{stroke:var(--mid)}.curve.left{stroke:var(--left)}.curve.right{stroke:var(--right)}
    .cursor{stroke:var(--ink);stroke-width:1;opacity:.55}
    .pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
    .bars{width:100%;display:block}
    .bars .label{font-size:12px;fill:var(--ink)}.bars .value{font-size:11px}
    .track{fill:var(--track)}.bar.mid{fill:var(--mid)}.bar.left{fill:var(--left)}.bar.right{fill:var(--right)}
    table{width:100%;border-collapse:collapse}
    th,td{text-align:right;padding:6px 4px;border-bottom:1px solid var(--line);font-weight:400}
    th:first-child{text-align:left}thead th{color:var(--soft);font-size:13px}
    .total th,.total td{font-weight:650;border-bottom:0}
    .problems{margin:0;padding-left:18px}
    footer{font-size:12.5px;padding-bottom:40px}
    @media(max-width:780px){.views,.pair{grid-template-columns:1fr}.pair{gap:0}h1{font-size:24px}header,main,footer{padding-left:12px;padding-right:12px}
    section{padding:14px}.controls output{min-width:7em;font-size:13px}}
    """
}
