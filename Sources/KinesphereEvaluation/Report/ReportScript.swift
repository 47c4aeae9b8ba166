/// The player and the 3-D view of the report, in plain JavaScript.
enum ReportScript {
  static let javaScript = #"""
    (()=>{'use strict';
    const data=JSON.parse(document.getElementById('data').textContent),stills=data.stills,camera=data.camera;
    const $=id=>document.getElementById(id);
    if(!stills.length)return;
    const isLeft=k=>data.names[k].startsWith('left_'),isRight=k=>data.names[k].startsWith('right_');
    const style=n=>getComputedStyle(document.documentElement).getPropertyValue(n).trim();
    let colours={};
    const readColours=()=>{for(const n of['left','right','mid','floor','ink','card'])colours[n]=style('--'+n)};
    readColours();
    const colour=(k,onPicture)=>onPicture?(isLeft(k)?'#5db4ee':isRight(k)?'#ff9f4a':'#f4f6fa'):
      (isLeft(k)?colours.left:isRight(k)?colours.right:colours.mid);
    for(const s of stills)if(s.d){s.image=new Image();s.image.src='data:image/png;base64,'+s.d;delete s.d}
    let at=Math.max(0,stills.findIndex(s=>s.p)),playing=false,yaw=-0.5,tilt=0.14,zoom=1;

    // Size of a canvas in its own pixels, sharp on every screen.
    const fit=canvas=>{const r=canvas.getBoundingClientRect(),d=devicePixelRatio||1,w=Math.round(r.width*d),h=Math.round(r.height*d);
      if(canvas.width!==w||canvas.height!==h){canvas.width=w;canvas.height=h}
      const c=canvas.getContext('2d');c.setTransform(d,0,0,d,0,0);c.clearRect(0,0,r.width,r.height);return[c,r.width,r.height]};

    const skeleton=(c,place,points,confidence,width,onPicture)=>{
      const order=[...data.parents.keys()].filter(k=>data.parents[k]>=0);
      const depth=k=>place(points,k)[2];
      order.sort((a,b)=>depth(b)-depth(a));
      c.lineCap='round';
      for(const k of order){const parent=data.parents[k],a=place(points,k),b=place(points,parent);
        if(!isFinite(a[0]+b[0]))continue;
        const sure=Math.min(confidence[k],confidence[parent])/100;
        const thick=width*(a[3]+b[3])/2;
        c.beginPath();c.moveTo(a[0],a[1]);c.lineTo(b[0],b[1]);
        if(onPicture){c.setLineDash([]);c.globalAlpha=.25+.35*sure;c.lineWidth=thick+3;c.strokeStyle='#0d1016';c.stroke()}
        c.globalAlpha=0.25+0.75*sure;c.lineWidth=thick;c.strokeStyle=colour(k,onPicture);
        c.setLineDash(sure<0.5?[thick*1.2,thick*1.8]:[]);c.stroke()}
      c.setLineDash([]);
      for(const k of data.parents.keys()){const a=place(points,k);if(!isFinite(a[0]))continue;
        const sure=confidence[k]/100,r=width*0.95*a[3]*(k===0?1.5:1);
        c.globalAlpha=0.35+0.65*sure;c.lineWidth=1.6;c.beginPath();c.arc(a[0],a[1],r,0,7);
        c.fillStyle=c.strokeStyle=colour(k,onPicture);
        if(sure<0.5)c.stroke();else{c.fill();c.strokeStyle=onPicture?'#0d1016':colours.card;c.lineWidth=1;c.stroke()}}
      c.globalAlpha=1};

    const drawPicture=s=>{const[c,w,h]=fit($('picture')),scale=Math.min(w/camera.w,h/camera.h);
      const x0=(w-camera.w*scale)/2,y0=(h-camera.h*scale)/2;
      if(s.image&&s.image.complete&&$('depth').checked){c.imageSmoothingEnabled=true;c.imageSmoothingQuality='high';
        c.drawImage(s.image,x0,y0,camera.w*scale,camera.h*scale)}
      const place=(p,k)=>{const x=p[3*k],y=p[3*k+1],z=p[3*k+2];
        return x===null||z<=0?[NaN,NaN,0,1]:[x0+scale*(camera.cx+camera.fx*x/z),y0+scale*(camera.cy-camera.fy*y/z),z,1]};
      const width=Math.max(3,w/130);
      if(s.q&&$('truth')&&$('truth').checked){c.save();c.globalCompositeOperation='lighter';
        skeleton(c,(p,k)=>{const a=place(p,k);a[3]=.5;return a},s.q,s.q.map(()=>30),width,true);c.restore()}
      if(s.p&&$('bones').checked)skeleton(c,place,s.p,s.c,width,true);
      if(s.s!=='ok'){c.fillStyle='rgba(13,16,22,.72)';c.fillRect(0,h-34,w,34);c.fillStyle='#fff';c.font='14px system-ui,sans-serif';
        c.fillText({learning:'learning the background',empty:'nobody in the picture',damaged:'damaged frame'}[s.s]||s.s,12,h-12)}};

    // The room: the middle of all pelvis places, and the height of the lower foot in most frames.
    const found=stills.filter(s=>s.p),mean=a=>found.reduce((t,s)=>t+s.p[9+a],0)/(found.length||1);
    const centre=[mean(0),mean(1),mean(2)];
    const feet=found.map(s=>Math.min(s.p[3*10+1],s.p[3*17+1])).sort((a,b)=>a-b);
    const floor=feet.length?feet[Math.floor(feet.length*0.1)]-40:-900;
    const reach=Math.max(1000,...found.map(s=>Math.hypot(s.p[9]-centre[0],s.p[11]-centre[2])+650));
    const drawSpace=s=>{const[c,w,h]=fit($('space')),eye=4200,size=Math.min(w,h)*0.48*zoom/reach;
      const cy=Math.cos(yaw),sy=Math.sin(yaw),ct=Math.cos(tilt),st=Math.sin(tilt);
      const project=(x,y,z)=>{x-=centre[0];y-=(floor+centre[1]+800)/2;z-=centre[2];
        const X=cy*x+sy*z,Z=-sy*x+cy*z,Y=ct*y+st*Z,D=-st*y+ct*Z,f=eye/(eye+D);
        return[w/2+X*f*size,h/2-Y*f*size,D,f]};
      c.lineWidth=1;c.strokeStyle=colours.floor;
      const half=Math.ceil(reach/500)*500;
      for(let g=-half;g<=half;g+=500){for(const[ax,az,bx,bz]of[[g,-half,g,half],[-half,g,half,g]]){
        const a=project(centre[0]+ax,floor,centre[2]+az),b=project(centre[0]+bx,floor,centre[2]+bz);
        c.globalAlpha=g===0?1:.7;c.beginPath();c.moveTo(a[0],a[1]);c.lineTo(b[0],b[1]);c.stroke()}}
      const place=(p,k)=>p[3*k]===null?[NaN,NaN,0,1]:project(p[3*k],p[3*k+1],p[3*k+2]);
      const first=stills.findIndex(t=>t.t>=s.t-0.9);
      for(const k of[6,13,10,17])for(let i=Math.max(1,first);i<=at;i++){const p=stills[i-1].p,q=stills[i].p;if(!p||!q)continue;
        const a=place(p,k),b=place(q,k);if(!isFinite(a[0]+b[0]))continue;
        c.globalAlpha=.5*(i-first+1)/(at-first+1);c.strokeStyle=colour(k);c.lineWidth=2;c.beginPath();c.moveTo(a[0],a[1]);c.lineTo(b[0],b[1]);c.stroke()}
      if(!s.p){c.globalAlpha=1;return}
      c.globalAlpha=.16;c.strokeStyle=colours.ink;c.lineWidth=Math.max(4,w/90);c.lineCap='round';
      for(const k of data.parents.keys()){const q=data.parents[k];if(q<0)continue;
        const a=project(s.p[3*k],floor,s.p[3*k+2]),b=project(s.p[3*q],floor,s.p[3*q+2]);
        c.beginPath();c.moveTo(a[0],a[1]);c.lineTo(b[0],b[1]);c.stroke()}
      if(s.q&&$('truth')&&$('truth').checked)skeleton(c,(p,k)=>{const a=place(p,k);a[3]*=.5;return a},s.q,s.q.map(()=>30),Math.max(4,w/110),false);
      if($('bones').checked)skeleton(c,place,s.p,s.c,Math.max(4,w/110),false)};

    const cursors=[...document.querySelectorAll('.plot svg')].map(svg=>({svg,line:svg.querySelector('.cursor'),x0:+svg.dataset.x0,x1:+svg.dataset.x1}));
    const draw=()=>{const s=stills[at];drawPicture(s);drawSpace(s);
      $('slider').value=at;$('clock').textContent=s.t.toFixed(2)+' s · frame '+s.i;
      for(const{line,x0,x1}of cursors)if(line){const x=x0+(x1-x0)*(data.end>0?s.t/data.end:0);line.setAttribute('x1',x);line.setAttribute('x2',x)}};
    const go=i=>{at=Math.min(stills.length-1,Math.max(0,i));draw()};
    const nearest=t=>stills.reduce((best,s,i)=>Math.abs(s.t-t)<Math.abs(stills[best].t-t)?i:best,0);

    let started=0,from=0;
    const tick=now=>{if(!playing)return;
      const t=from+(now-started)/1000*+$('speed').value,last=stills[stills.length-1].t;
      if(t>last+0.3){started=now;from=stills[0].t}
      let i=at;if(t<stills[i].t)i=0;while(i+1<stills.length&&stills[i+1].t<=t)i++;
      if(i!==at)go(i);
      requestAnimationFrame(tick)};
    const play=on=>{playing=on;$('play').textContent=on?'❚❚':'▶';$('play').setAttribute('aria-label',on?'Pause':'Play');
      if(on){from=at>=stills.length-1?stills[0].t:stills[at].t;started=performance.now();requestAnimationFrame(tick)}};
    $('play').onclick=()=>play(!playing);
    $('slider').oninput=e=>{play(false);go(+e.target.value)};
    $('speed').onchange=()=>{if(playing)play(true)};
    for(const id of['depth','bones','truth'])if($(id))$(id).onchange=draw;
    for(const{svg,x0,x1}of cursors)svg.onclick=e=>{const r=svg.getBoundingClientRect(),x=(e.clientX-r.left)/r.width*360;
      play(false);go(nearest((x-x0)/(x1-x0)*data.end))};
    document.addEventListener('keydown',e=>{if(e.target.matches('input,select,button'))return;
      if(e.key===' '){e.preventDefault();play(!playing)}else if(e.key==='ArrowRight'){play(false);go(at+1)}else if(e.key==='ArrowLeft'){play(false);go(at-1)}});

    const space=$('space'),touches=new Map();let spread=0;
    const gap=()=>{const[a,b]=[...touches.values()];return Math.hypot(a[0]-b[0],a[1]-b[1])};
    space.onpointerdown=e=>{space.setPointerCapture(e.pointerId);touches.set(e.pointerId,[e.clientX,e.clientY]);if(touches.size===2)spread=gap()};
    space.onpointerup=space.onpointercancel=e=>touches.delete(e.pointerId);
    const setZoom=z=>{zoom=Math.min(4,Math.max(.4,z))};
    space.onpointermove=e=>{const was=touches.get(e.pointerId);if(!was)return;
      touches.set(e.pointerId,[e.clientX,e.clientY]);
      if(touches.size===2){const now=gap();setZoom(zoom*now/spread);spread=now}
      else{yaw+=(e.clientX-was[0])*.01;tilt=Math.min(1.5,Math.max(-.4,tilt+(e.clientY-was[1])*.008))}
      drawSpace(stills[at])};
    space.addEventListener('wheel',e=>{e.preventDefault();setZoom(zoom*Math.exp(-e.deltaY*.0012));drawSpace(stills[at])},{passive:false});
    addEventListener('resize',draw);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change',()=>{readColours();draw()});
    const image=stills[at].image;
    if(image&&!image.complete)image.onload=draw;
    Promise.all(stills.filter(s=>s.image).map(s=>s.image.decode().catch(()=>{}))).then(draw);
    draw();
    })();
    """#
}
