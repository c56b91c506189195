@aws
timeout 29
memory 768
