@aws
timeout 60
memory 1536
