"""Operations: what a partner may ask of us, one file each."""
