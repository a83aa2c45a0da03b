# SPDX-License-Identifier: MIT
# Known digits of pi, by bc and by lua; sums by awk.
echo 'scale=60; 4 * a(1)' | bc -l
echo '2^521 - 1' | BC_LINE_LENGTH=0 bc
echo 'scale=20; sqrt(2); e(1); l(10); s(1); c(1)' | bc -l
lua=$(command -v lua5.4 || command -v lua)
"$lua" - <<'END'
-- Digits of pi by Gibbons' spigot, with lists of digits in base 10000.
local function digits(count)
	local length = math.floor(10 * count / 3) + 1
	local a, out, nines, predigit = {}, {}, 0, 0
	for i = 1, length do a[i] = 2 end
	for _ = 1, count do
		local q = 0
		for i = length, 1, -1 do
			local x = 10 * a[i] + q * i
			a[i] = x % (2 * i - 1)
			q = x // (2 * i - 1)
		end
		a[1] = q % 10
		q = q // 10
		if q == 9 then
			nines = nines + 1
		elseif q == 10 then
			out[#out + 1] = predigit + 1
			for _ = 1, nines do out[#out + 1] = 0 end
			predigit, nines = 0, 0
		else
			out[#out + 1] = predigit
			for _ = 1, nines do out[#out + 1] = 9 end
			predigit, nines = q, 0
		end
	end
	return table.concat(out)
end
print(digits(200))
print(string.format("%.15g %.15g %.15g", math.pi, math.exp(1), 2 ^ 0.5))
print(#tostring(2^53), 7 // 2, -7 % 3, 1e15, 0.1)
local t = {}
for i = 1, 20000 do t[i] = (i * 7919) % 20011 end
table.sort(t)
print(t[1], t[10000], t[20000])
print(("hello world"):gsub("o", "0"))
print(os.time({ year = 2001, month = 9, day = 9, hour = 12 }) ~= nil)
END
awk 'BEGIN { for (i = 1; i <= 100000; i++) s += 1 / (i * i); printf "%.10f\n", sqrt(6 * s) }'
seq 1 20 | awk '{ f *= $1 } BEGIN { f = 1 } END { printf "%.0f\n", f }'
printf '%.3f %e %g %x\n' 3.14159 12345.678 0.0001 255
