@aws
timeout 29
memory 1536
