"""How fast is each method, beside the fastest peer, on the same data in the same run?"""
