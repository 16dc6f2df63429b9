exec(open('ana.py').read().split("print('fixes'")[0])
import re
C=[r for r in cl if r['doc'][0]=='s']
for ms in (0.6,0.8,0.9):
    al=[c[4] for r in C for c in r['cands'] if c[2]>=ms]
    print('real clean candidates sim>=',ms,len(al),'share >0,2,4,6', [round(sum(x>t for x in al)/len(al),4) for t in (0,2,4,6)])
S=json.load(open('/dev/null')) if False else None
