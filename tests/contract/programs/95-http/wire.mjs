import http from 'node:http'; import net from 'node:net'; import {once} from 'node:events';

const server = http.createServer((req, res) => {
  console.log(req.method, req.url, req.httpVersion, req.headers, req.rawHeaders.length, req.complete);
  if (req.url === '/a') { res.setHeader('X-One', 'a'); res.end('hi'); }
  else if (req.url === '/b') { res.write('one'); res.write('two'); res.end('three'); }
  else if (req.url === '/c') { res.writeHead(204); res.end(); }
  else if (req.url === '/d') { res.writeHead(404, 'Nope', {'Content-Type':'text/plain', 'Set-Cookie': ['a=1','b=2']}); res.end('gone'); }
  else if (req.url === '/e') { req.pipe(res); }
  else if (req.url === '/g') { res.end(); }
  else if (req.url === '/h') { res.setHeader('Content-Length', 3); res.end('abc'); }
});
server.listen(0, '127.0.0.1'); await once(server,'listening');
const {port} = server.address();
for (const [m,p,b,x=''] of [['GET','/a',''],['HEAD','/a',''],['GET','/b',''],['GET','/c',''],['GET','/d',''],['POST','/e','body'],['GET','/g',''],['GET','/h',''],['GET','/b','','Connection: close\r\n']]) {
  const s = net.connect(port,'127.0.0.1'); s.write(`${m} ${p} HTTP/1.1\r\nHost: x\r\n${x}${b?`Content-Length: ${b.length}\r\n`:''}\r\n${b}`); let t='';
  s.on('data',c=>{t+=c}); await new Promise(r=>setTimeout(r,200)); console.log(JSON.stringify(t.replace(/Date: .*?GMT/,'Date: D\r')), s.readableEnded); s.destroy();
}
{ const s = net.connect(port,'127.0.0.1'); s.write('GET /b HTTP/1.0\r\n\r\n'); let t=''; s.on('data',c=>{t+=c}); await once(s,'close'); console.log(JSON.stringify(t.replace(/Date: .*?GMT/g,"Date: D"))); }
{ const s = net.connect(port,'127.0.0.1'); s.write('garbage\r\n\r\n'); let t=''; s.on('data',c=>{t+=c}); await once(s,'close'); console.log(JSON.stringify(t.replace(/Date: .*?GMT/g,"Date: D"))); }
{ const s = net.connect(port,'127.0.0.1'); s.write('GET / HTTP/1.1\r\n\r\n'); let t=''; s.on('data',c=>{t+=c}); await once(s,'close'); console.log(JSON.stringify(t.replace(/Date: .*?GMT/g,"Date: D"))); }
const raw = net.createServer((s)=>{ s.on('data',c=>{console.log(JSON.stringify(String(c).replace(/:\d{5}/,":port"))); if(/chunked/.test(c) && !/0\r\n\r\n/.test(c)) return; s.write('HTTP/1.1 200 Fine\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 2\r\n\r\nok'); }); }).listen(0,'127.0.0.1'); await once(raw,'listening'); const rp=raw.address().port;
for (const o of [{},{method:'POST'},{method:'POST',headers:{'content-type':'text/plain'}},{path:'/q?x=1',agent:false},{headers:{Host:'me', Connection:'close'}},{method:'DELETE'},{method:'PUT',body:['a','b']},{auth:'u:p'}]) {
  const req = http.request({host:'127.0.0.1',port:rp,...o}); if (o.body) for (const b of o.body) req.write(b); req.end(o.method==='POST'?'data':undefined);
  const [res] = await once(req,'response'); console.log(res.statusCode,res.statusMessage,res.headers,res.rawHeaders); let t=''; for await (const c of res) t+=c; console.log(t,res.complete,req.reusedSocket);
}
server.close(); raw.close();
for (const w of [()=>http.get('nope'),()=>http.request('ftp://x'),()=>http.request({path:'/a b'}),()=>http.request({method:'A B'}),()=>new http.OutgoingMessage().setHeader('a b','c'),()=>new http.OutgoingMessage().setHeader('a','c\n'),()=>new http.OutgoingMessage().setHeader('a'),()=>http.request({host:5}),()=>http.validateHeaderName('é'),()=>http.createServer(5), ()=>{new http.ServerResponse({method:'GET'}).writeHead(99)}]) try { const r=w(); r?.on?.('error',()=>{}); console.log('ok', w.toString()); } catch(e) { console.log(e.name,e.code,e.message); }
