import json
import sys

with open('shared.json') as file:
    data = json.load(file)
data['count'] += int(sys.argv[1])
with open('shared.json', 'w') as file:
    json.dump(data, file)
print('inner', data)
sys.exit(data['count'])
